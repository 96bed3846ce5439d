/** Where each part listens. */
export interface Ports {
  readonly core: number;
  readonly admin: number;
  readonly notifications: number;
  readonly chain: number;
  readonly postgres: number;
  readonly webhooks: number;
  readonly payments: number;
  readonly cron: number;
  /** Two: the broker's, and its controller's. */
  readonly kafka: number;
}

/** The places after the first port; the other 40 of the 50 are for what comes later. */
export function portsFrom(first: number): Ports {
  return {
    core: first,
    admin: first + 1,
    notifications: first + 2,
    chain: first + 3,
    postgres: first + 4,
    webhooks: first + 5,
    payments: first + 6,
    cron: first + 7,
    kafka: first + 8,
  };
}
