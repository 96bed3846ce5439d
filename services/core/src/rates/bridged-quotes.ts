import { agreeOnRate } from './agreed-rate.js';
import { crossRate } from './rate.js';
import type { SourcedQuote } from './rate.js';

/** The coin in which an exchange without dollars quotes the others. */
export const bridgeCoin = 'USDC';

/**
 * The quotes, with those in the bridge coin as quotes in dollars: over what the sources agree that it is worth, so that an
 * exchange without dollars is heard and its coin is never taken for a dollar. Rounded down to 12 decimals, and as old as
 * the older of the two. They are left out while there is no rate of the bridge coin.
 */
export function bridgedQuotes(
  quotes: readonly SourcedQuote[],
  now: Date,
  quorum: number,
): readonly SourcedQuote[] {
  const bridge = agreeOnRate(
    quotes.filter(({ symbol, currency }) => symbol === bridgeCoin && currency === 'USD'),
    now,
    quorum,
  );
  return quotes.flatMap((quote) => {
    if (quote.currency !== bridgeCoin) return [quote];
    const rate = typeof bridge === 'string' ? undefined : crossRate(quote.rate, bridge.rate);
    if (rate === undefined || typeof bridge === 'string') return [];
    return [{ ...quote, currency: 'USD', rate, at: quote.at < bridge.at ? quote.at : bridge.at }];
  });
}
