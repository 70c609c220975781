/** When and by what something was changed, in words. Pure. */

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `3 minutes ago`, `yesterday`; `just now` within a minute. Milliseconds since 1970. */
export function ago(at: number, now: number): string {
  const passed = Math.max(0, now - at);
  const [unit, length] = UNITS.find(([, size]) => passed >= size) ?? [];
  if (unit === undefined || length === undefined) return 'just now';
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(passed / length), unit);
}

const SURFACES: Record<string, string> = {
  'notes.draft': 'note draft',
  'notes.quick': 'quick note',
  'notes.delete': 'delete note',
  'notes.undo': 'undo of a note',
  'changes.undo': 'undo',
};

/** What a surface is called: `records.edit` is `records: edit` where it has no name of its own. */
export function surfaceName(surface: string): string {
  const known = SURFACES[surface];
  if (known !== undefined) return known;
  const [room = '', ...rest] = surface.replace(/[_-]+/g, ' ').split('.');
  const plain = (text: string) => text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return rest.length > 0 ? `${plain(room)}: ${plain(rest.join(' '))}` : plain(room);
}

/** In quotation marks; those inside become single ones. */
export const quoted = (text: string): string => `“${text.replaceAll('“', '‘').replaceAll('”', '’')}”`;
