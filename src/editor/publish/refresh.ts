/** The code lenses of published files are asked for anew when more is known of their notes. */
let fire: (() => void) | undefined;

/** How to; told by whoever registered them. */
export function lensesBy(changed: () => void): void {
  fire = changed;
}

/** Does nothing before the first lenses were asked for. */
export const refreshLenses = (): void => fire?.();
