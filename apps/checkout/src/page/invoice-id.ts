/** The invoice that the page is about: the last part of `/checkout/{invoiceId}`; undefined when there is none. */
export function invoiceIdOf(path: string): string | undefined {
  const match = /\/checkout\/([^/]+)\/?$/.exec(path);
  return match?.[1] === undefined ? undefined : decoded(match[1]);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
