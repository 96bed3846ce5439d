/** Nest's token for the token buckets of all keys: one for the whole application, whichever module asks. */
export const KEY_BUCKETS = Symbol('sixpence.key-buckets');
