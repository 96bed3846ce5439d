const digits = '0123456789abcdef';
const pairs = Array.from({ length: 256 }, (_, byte) => `${digits[byte >> 4]}${digits[byte & 15]}`);

/** Bytes as 0x and lower-case digits. */
export function toHex(bytes: Uint8Array): string {
  let text = '0x';
  for (let i = 0; i < bytes.length; i++) text += pairs[bytes[i] as number];
  return text;
}

/**
 * Writes the `length` bytes that a text of 0x and digits stands for into `target`, from `offset` on. Throws a `TypeError` when it is
 * not of that length, or not hexadecimal.
 */
export function writeHex(text: string, length: number, target: Uint8Array, offset: number): void {
  if (text.length !== 2 + 2 * length || !text.startsWith('0x')) throw notHex(text, length);
  for (let i = 0; i < length; i++) {
    const byte = (nibble(text.charCodeAt(2 + 2 * i)) << 4) | nibble(text.charCodeAt(3 + 2 * i));
    if (byte < 0) throw notHex(text, length);
    target[offset + i] = byte;
  }
}

/** The value of a digit's character code; -1 when it is no digit, which makes the byte negative. */
function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

const notHex = (text: string, length: number) =>
  new TypeError(`Expected ${length} bytes in hexadecimal, got ${text.slice(0, 80)}`);
