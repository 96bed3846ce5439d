import { Inject, Injectable } from '@nestjs/common';
import { networkOf, visibleIn } from '@sixpence/chains';
import type { EvmNetwork } from '@sixpence/chains';
import type { Wallet } from '@sixpence/schemas';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import type { OfferedAsset } from './offered-asset.js';

/** The networks that this deployment serves, of those that we know. */
@Injectable()
export class ServedChains {
  readonly #networks: ReadonlyMap<string, EvmNetwork>;

  /** Throws when the configuration names a network that we do not know. */
  constructor(@Inject(CORE_OPTIONS) { chains }: Pick<CoreOptions, 'chains'>) {
    this.#networks = new Map(chains.map((chain) => [chain, knownNetwork(chain)]));
  }

  /** The network of a CAIP-2 id, when it is served here. */
  find(chain: string): EvmNetwork | undefined {
    return this.#networks.get(chain);
  }

  /** What a store with these wallets can be paid in: main networks in live mode, test networks and dev chains otherwise. */
  offers(wallets: readonly Wallet[], livemode: boolean): OfferedAsset[] {
    return wallets.flatMap(({ chain, treasury }) => {
      const network = this.#networks.get(chain);
      if (!network || !visibleIn(network, livemode)) return [];
      return network.assets.map((asset) => ({ network, asset, treasury }));
    });
  }
}

function knownNetwork(chain: string): EvmNetwork {
  const network = networkOf(chain);
  if (!network) throw new Error(`The chain ${chain} is not one of the networks we know`);
  return network;
}
