import { z } from 'zod';
import { assetId, currencyCode, decimalText } from '../amounts.js';
import { timestamp } from '../text.js';

/** What one source said a coin is worth, and when: by its own clock where it says, else when it was heard. */
export const sourceWord = z
  .object({ source: z.string(), rate: decimalText, at: timestamp })
  .meta({ id: 'SourceWord' });

/** What a locked rate comes from. */
export const rateOrigin = z
  .object({
    rate: decimalText.describe('What the sources agreed on: the median, without outliers'),
    markupPercent: decimalText
      .optional()
      .describe("The store's markup: the locked rate is this rate ÷ (1 + markup), rounded down"),
    at: timestamp.describe('The time of the oldest word in it'),
    sources: z.array(sourceWord).describe('Who was heard, by name; outliers are not'),
  })
  .meta({ id: 'RateOrigin' });

export type RateOrigin = z.output<typeof rateOrigin>;

/** Why there is no rate of a coin in a currency. */
export const rateFaults = ['unknown', 'stale', 'too-few-sources', 'sources-disagree', 'depegged'] as const;

/** What a coin is worth now, to an invoice that would be made now. */
export const rate = z
  .object({
    object: z.literal('rate'),
    symbol: z.string(),
    currency: currencyCode,
    assets: z.array(assetId).describe('What the store takes under that symbol, on its chains'),
    rate: decimalText.nullable().describe('The currency for one whole coin; null when there is none'),
    fault: z
      .enum(rateFaults)
      .nullable()
      .describe(
        'Why there is none: nobody speaks of the pair, all that was said is too old, too few sources speak, ' +
          'they are too far apart, or the stablecoin is off its peg',
      ),
    origin: rateOrigin.nullable(),
  })
  .meta({ id: 'Rate' });

export type Rate = z.output<typeof rate>;
export type RateFault = (typeof rateFaults)[number];
