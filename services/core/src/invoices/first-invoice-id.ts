/** The digits of a TypeID, in their order (https://github.com/jetify-com/typeid/tree/main/spec). */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const timeDigits = 10;
const randomDigits = 16;
const digitBits = 5n;
/** The clock that made an id may have been behind the one that a time was taken from, or have run back. */
const toleranceMs = 60_000;
/** What the 48 bits of time in a UUIDv7 hold (RFC 9562, section 5.7). */
const latestMs = 2 ** 48 - 1;

/**
 * An id that is not after that of any invoice made at `time` or later, so that an index by id can be entered there. It is a
 * bound and no more: who wants the invoices after a time compares their times too.
 */
export function firstInvoiceIdAt(time: Date): string {
  const timeMs = BigInt(Math.min(Math.max(time.getTime() - toleranceMs, 0), latestMs));
  let text = '';
  for (let place = timeDigits - 1; place >= 0; place -= 1) {
    text += digits[Number((timeMs >> (BigInt(place) * digitBits)) & 31n)];
  }
  return `inv_${text}${'0'.repeat(randomDigits)}`;
}
