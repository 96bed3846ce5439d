/** C0 and C1 controls, and the characters that turn the reading direction of what follows them. */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * A text from outside as one line of at most `maxLength` characters: without controls (a line break in a subject would begin
 * a header of its own) and without marks that let a text show backwards.
 */
export function oneLine(text: string, maxLength: number): string {
  const line = text.toWellFormed().replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it stands in HTML, between tags and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** An address that may be a link: http or https, else undefined. */
export function linkOf(address: string | null): string | undefined {
  const url = address === null ? null : URL.parse(address);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined;
}

/**
 * An amount with its code: `25.00 USD`. Digits, a point and a code read the same in every language, and nothing is
 * rounded; the separators of one language are the decimal point of another.
 */
export const amountText = (amount: string, code: string): string => `${amount} ${code}`;

/** An instant for people of any time zone: `24 November 2026, 09:31 UTC`. */
export function timeText(instant: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${parts.format(new Date(instant)).replace(' at ', ', ')} UTC`;
}
