export * from './amount-error.js';
export * from './asset.js';
export * from './currency.js';
export * from './decimal.js';
export * from './rate.js';
export * from './value.js';
