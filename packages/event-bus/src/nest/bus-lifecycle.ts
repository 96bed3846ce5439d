import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Relay } from '../relay/relay.js';
import { BusClient } from '../requests/bus-client.js';
import { RELAY } from './bus-options.js';
import { BusStrategy } from './bus.strategy.js';

/**
 * The bus starts and stops with its application. At the end: no new records, what is in hand finishes, cursors are noted,
 * the group is left; only after that may the service close its database (`onApplicationShutdown`).
 */
@Injectable()
export class BusLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #relay: Relay;
  readonly #strategy: BusStrategy;
  readonly #client: BusClient;

  constructor(@Inject(RELAY) relay: Relay, strategy: BusStrategy, client: BusClient) {
    this.#relay = relay;
    this.#strategy = strategy;
    this.#client = client;
  }

  onApplicationBootstrap(): void {
    this.#relay.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#client.close();
    await Promise.all([this.#relay.stop(), this.#strategy.close()]);
  }
}
