/**
 * The server's clock as seen from here: what it showed (`serverMs`, since the epoch) when the page's own monotonic clock
 * (`performance.now()`) showed `localMs`. The payer's wall clock may be wrong by hours and is never asked.
 */
export interface ServerClock {
  serverMs: number;
  localMs: number;
}

/** The server's time, in milliseconds since the epoch, when the local clock shows `localMs`. */
export function serverNow(clock: ServerClock, localMs: number): number {
  return clock.serverMs + Math.max(0, localMs - clock.localMs);
}

/** Whole seconds until `until` (RFC 3339), rounded up, so that 0 means that it is over. */
export function secondsUntil(until: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - nowMs) / 1_000));
}

/** Seconds as a clock shows them: 14:59, 1:02:03, and whole days beyond two. */
export function formatSeconds(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  if (days >= 2) return `${days} days`;
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

/** Seconds in words, for those who listen: '2 minutes', '45 seconds'. */
export function spokenSeconds(seconds: number): string {
  const unit = (count: number, name: string) => `${count} ${name}${count === 1 ? '' : 's'}`;
  if (seconds >= 172_800) return unit(Math.floor(seconds / 86_400), 'day');
  if (seconds >= 7_200) return unit(Math.floor(seconds / 3_600), 'hour');
  if (seconds >= 60) return unit(Math.ceil(seconds / 60), 'minute');
  return unit(seconds, 'second');
}
