import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { networkOf, openEvmChain } from '@sixpence/chains';
import { Outbox } from '@sixpence/event-bus';
import { Health } from '@sixpence/http-server';
import { DATABASE, Database } from '@sixpence/postgres';
import { LOGGER } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { PAYMENTS_OPTIONS, type PaymentsOptions } from '../options.js';
import { startChainRunner, type ChainRunner } from './chain.runner.js';
import { tellStatuses } from './tell-statuses.js';

/** Runs a scan for each chain, from the service's start to its end. */
@Injectable()
export class ChainScans implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly runners: ChainRunner[] = [];

  constructor(
    @Inject(PAYMENTS_OPTIONS) private readonly options: PaymentsOptions,
    @Inject(DATABASE) private readonly db: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly outbox: Outbox,
    private readonly health: Health,
  ) {}

  /** Chains that are scanned here, by CAIP-2 id. */
  get chains(): string[] {
    return this.options.chains.map(({ chain }) => chain);
  }

  onApplicationBootstrap(): void {
    const { db, outbox, logger } = this;
    this.health.register('database', () => tellStatuses(db, this.chains));
    for (const { chain, rpcUrls } of this.options.chains) {
      const network = networkOf(chain);
      if (!network) throw new Error(`The network ${chain} is not known`);
      const runner = startChainRunner({ chain: openEvmChain(network, rpcUrls), db, outbox, logger });
      this.runners.push(runner);
      this.health.register(`scan ${chain}`, async () => {
        if (runner.stoppedBecause !== undefined) throw new Error(runner.stoppedBecause);
      });
    }
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
  }
}
