import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Injectable } from '@nestjs/common';

/** Resolves when the part is well, throws when it is not. */
export type HealthCheck = () => Promise<unknown>;

export interface Readiness {
  readonly status: 'starting' | 'ready' | 'closing' | 'unavailable';
  /** What each registered check said; only told while the service runs. */
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

const checkTimeoutMs = 2_000;
/** Probes come from anyone who can reach the port: checks run at most once in this time. */
const reuseMs = 1_000;

async function runCheck(check: HealthCheck): Promise<'ok' | 'failed'> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(reject, checkTimeoutMs, new Error('The check took too long'));
  try {
    await Promise.race([check(), timeout]);
    return 'ok';
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}

/** Whether this service can do its work. Services register what they depend on. */
@Injectable()
export class Health implements BeforeApplicationShutdown {
  private readonly checks = new Map<string, HealthCheck>();
  private phase: 'starting' | 'ready' | 'closing' = 'starting';
  private latest: { atMs: number; readiness: Promise<Readiness> } | undefined;

  /** Names a part that must be well for this service to be ready. */
  register(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** The service listens and its bus is connected. */
  started(): void {
    this.phase = 'ready';
  }

  beforeApplicationShutdown(): void {
    this.phase = 'closing';
  }

  async readiness(): Promise<Readiness> {
    if (this.phase !== 'ready') return { status: this.phase, checks: {} };
    const nowMs = performance.now();
    if (!this.latest || nowMs - this.latest.atMs > reuseMs)
      this.latest = { atMs: nowMs, readiness: this.runChecks() };
    return this.latest.readiness;
  }

  private async runChecks(): Promise<Readiness> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await runCheck(check)] as const),
    );
    const well = results.every(([, result]) => result === 'ok');
    return { status: well ? 'ready' : 'unavailable', checks: Object.fromEntries(results) };
  }
}
