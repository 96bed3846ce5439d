/** An instant (RFC 3339) as the payer reads it, in the payer's own time zone, which is named. */
export function formatTime(instant: string): string {
  const format = new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return format.format(new Date(instant));
}
