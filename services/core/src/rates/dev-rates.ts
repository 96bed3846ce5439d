import type { Quote } from './rate.js';

/** The source of fixed rates. It speaks only where all chains are dev chains, and only of pairs that no public source speaks of. */
export const devSource = 'dev';

const fixed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  BTC: { USD: '100000', EUR: '87000', GBP: '75000' },
  ETH: { USD: '3000', EUR: '2610', GBP: '2250' },
  USDC: { USD: '1', EUR: '0.87', GBP: '0.75' },
};

/** Fixed rates, so that all works on a machine without the internet. */
export const devQuotes: readonly Quote[] = Object.entries(fixed).flatMap(([symbol, rates]) =>
  Object.entries(rates).map(([currency, rate]) => ({ symbol, currency, rate })),
);
