/** How long ago something was, in a few characters. Pure. */

const MINUTE = 60_000;

/** `just now`, `5 min ago`, `3 h ago`, `2 days ago`. */
export function age(ms: number): string {
  if (ms < MINUTE) return 'just now';
  if (ms < 60 * MINUTE) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < 24 * 60 * MINUTE) return `${Math.floor(ms / (60 * MINUTE))} h ago`;
  const days = Math.floor(ms / (24 * 60 * MINUTE));
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
