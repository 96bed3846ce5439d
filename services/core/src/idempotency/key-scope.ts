/** Where an idempotency key counts: a store in one mode, and one method and path. */
export interface KeyScope {
  readonly storeId: string;
  readonly livemode: boolean;
  /** Method and path, such as `POST /v1/invoices`. */
  readonly scope: string;
  readonly key: string;
}
