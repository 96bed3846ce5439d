import { Inject, Injectable, Logger } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import { chainStatuses } from '@sixpence/schemas';
import type { ChainStatus } from '@sixpence/schemas';
import type { ChainHeads } from './live-confirmations.js';

const freshMs = 1_000;
/** A status this old says nothing of now: better what the payments' own events said. */
const usableMs = 60_000;
/** For a reader who waits: what is stored is a good answer too. */
const timeoutMs = 500;

/** How far each chain is, as `payments` knows it: asked over the bus at most once a second, however many ask here. */
@Injectable()
export class ChainStatuses {
  readonly #log = new Logger(ChainStatuses.name);
  #latest: readonly ChainStatus[] = [];
  #askedAtMs = -Infinity;
  #answeredAtMs = -Infinity;
  #asking: Promise<void> | undefined;

  constructor(@Inject(BusClient) private readonly bus: BusClient) {}

  /** The newest blocks that are known. Empty when `payments` cannot be asked: confirmations then count what is stored. */
  async heads(): Promise<ChainHeads> {
    await this.#refresh();
    return new Map(
      this.#known().flatMap(({ chain, headNumber }) =>
        headNumber === null ? [] : [[chain, headNumber] as const],
      ),
    );
  }

  /** The chains whose node is a development node: those with a test wallet. */
  async devChains(): Promise<ReadonlySet<string>> {
    await this.#refresh();
    return new Set(
      this.#known()
        .filter(({ dev }) => dev)
        .map(({ chain }) => chain),
    );
  }

  #known(): readonly ChainStatus[] {
    return performance.now() - this.#answeredAtMs < usableMs ? this.#latest : [];
  }

  async #refresh(): Promise<void> {
    if (performance.now() - this.#askedAtMs < freshMs) return this.#asking;
    this.#askedAtMs = performance.now();
    this.#asking = this.#ask();
    return this.#asking;
  }

  async #ask(): Promise<void> {
    try {
      const { data } = await this.bus.request(chainStatuses, {}, { timeoutMs });
      this.#latest = data;
      this.#answeredAtMs = performance.now();
    } catch (error) {
      this.#log.debug(
        `The chains' status is not known: ${error instanceof Error ? error.message : 'no answer'}`,
      );
    }
  }
}
