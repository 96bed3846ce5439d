export { loadKeyPair } from './key-file.js';
export { createKeyPair } from './key-pair.js';
export type { KeyPair } from './key-pair.js';
export { SealedSecretError, open, seal } from './seal.js';
