/** The merchant's own address to go back to; undefined when there is none, or when it is no web address. */
export function shopLink(url: string | null): string | undefined {
  return url !== null && /^https?:\/\//i.test(url) ? url : undefined;
}
