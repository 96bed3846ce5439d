/** What a message needs to know of a store. */
export interface StoreProfile {
  readonly id: string;
  readonly name: string;
  /** Where the merchant's notices go; null for a store that wants none. */
  readonly email: string | null;
}
