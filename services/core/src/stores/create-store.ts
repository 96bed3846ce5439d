import { Inject, Injectable } from '@nestjs/common';
import { addressFault, checksumAddress } from '@sixpence/chains';
import { Outbox } from '@sixpence/event-bus';
import { parseDecimal } from '@sixpence/money';
import { DATABASE, Database } from '@sixpence/postgres';
import { createStore, DomainError, newId, storeCreated } from '@sixpence/schemas';
import type { RequestOf, Store, Wallet } from '@sixpence/schemas';
import { ServedChains } from '../chains/served-chains.provider.js';
import { answerOnce } from '../idempotency/answer-once.js';
import { storeObject } from './store.js';
import type { StoreRow } from './store.js';
import { insertStore } from './stores.store.js';

/** Makes a store with its wallets. */
@Injectable()
export class CreateStore {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly chains: ServedChains,
  ) {}

  /** Throws `unknown_chain` and `invalid_address`: a mistyped treasury would lose the store's money. */
  async run(request: RequestOf<typeof createStore>, idempotencyKey?: string): Promise<Store> {
    const now = new Date();
    const row: StoreRow = {
      id: newId('sto'),
      name: request.name,
      email: request.email ?? null,
      markup_bps: Number(parseDecimal(request.markupPercent ?? '0', 2)),
      version: 1,
      created_at: now,
      updated_at: now,
      wallets: this.#checkedWallets(request.wallets),
    };
    return this.db.transaction((tx) =>
      answerOnce(tx, createStore.type, idempotencyKey, async () => {
        await insertStore(tx, row);
        const object = storeObject(row);
        await this.outbox.append(tx, {
          definition: storeCreated,
          key: row.id,
          version: row.version,
          storeId: row.id,
          livemode: null,
          data: { object },
        });
        return object;
      }),
    );
  }

  #checkedWallets(wallets: readonly Wallet[]): Wallet[] {
    const seen = new Set<string>();
    const checked = wallets.map(({ chain, treasury }, index) => {
      const field = `wallets.${index}`;
      if (!this.chains.find(chain)) {
        throw new DomainError('unknown_chain', `The chain ${chain} is not configured here`, {
          field: `${field}.chain`,
        });
      }
      if (seen.has(chain))
        throw new DomainError('invalid_request', 'One wallet a chain', { field: `${field}.chain` });
      seen.add(chain);
      const fault = addressFault(treasury);
      if (fault) throw new DomainError('invalid_address', fault, { field: `${field}.treasury` });
      return { chain, treasury: checksumAddress(treasury) };
    });
    return checked.toSorted((a, b) => (a.chain < b.chain ? -1 : 1));
  }
}
