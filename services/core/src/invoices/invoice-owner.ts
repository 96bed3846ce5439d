/** Whose invoice it has to be: a merchant's key sees those of its store and mode. */
export interface InvoiceOwner {
  readonly storeId: string;
  readonly livemode: boolean;
}
