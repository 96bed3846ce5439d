const LONGEST = 254;

/** Whether a text looks like an e-mail address, so that a typing error is told at once; the server decides. */
export function isEmail(text: string): boolean {
  return text.length <= LONGEST && /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text);
}
