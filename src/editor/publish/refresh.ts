/** The code lenses of published files are asked for anew when more is known of their notes. */
let fire: (() => void) | undefined;

/** How to; told by whoever registered them. */
export function lensesBy(changed: () => void): void {
  fire = changed;
}

export const refreshLenses = (): void => fire?.();
