import { BaseRpcContext } from '@nestjs/microservices';

/** What a handler may know beside its payload; `@Ctx()` gives it. */
export interface BusContextFields {
  readonly traceparent: string;
  /** Which try this is, from 1. Requests are tried once. */
  readonly attempt: number;
  /** Only of requests that change state: the same key again means the same request again. */
  readonly idempotencyKey: string | null;
}

/** The context of one event or request. */
export class BusContext extends BaseRpcContext<[BusContextFields]> {
  constructor(fields: BusContextFields) {
    super([fields]);
  }

  get traceparent(): string {
    return this.args[0].traceparent;
  }

  get attempt(): number {
    return this.args[0].attempt;
  }

  get idempotencyKey(): string | null {
    return this.args[0].idempotencyKey;
  }
}
