import { z } from 'zod';

/**
 * What no text that reaches us may hold: a NUL (PostgreSQL cannot store it), an unpaired surrogate (it is not
 * Unicode, and changes on its way through UTF-8), or outer spaces (two order ids that look the same are not).
 */
export function textFault(text: string): string | undefined {
  if (text.includes('\u0000')) return 'holds a NUL character';
  if (!text.isWellFormed()) return 'holds an unpaired surrogate';
  if (text !== text.trim()) return 'begins or ends with a space';
  return undefined;
}

/** A clean text of one to `maxLength` UTF-16 units. */
export const text = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .superRefine((value, context) => {
      const fault = textFault(value);
      if (fault) context.addIssue({ code: 'custom', message: `The text ${fault}` });
    });

/** An http(s) address, as redirects and webhook endpoints have them. `z.url()` would let `javascript:` in. */
export const httpUrl = text(2048).refine(
  (value) => {
    const url = URL.parse(value);
    return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '';
  },
  { error: 'Expected an http or https address' },
);

/** An e-mail address. */
export const email = z.email().max(254);

/** An instant, RFC 3339 in UTC with milliseconds. */
export const timestamp = z.iso.datetime();

/** One of a list that will grow: a word that only a newer release knows is passed on as it is. */
export const growing = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words).or(z.string());
