/** Keeps an account's secrets out of everything that is said about it. */

const HIDDEN = '[secret]';

/**
 * A function that replaces every secret in a text, as it stands, URL-encoded and in Base64. Secrets of fewer than four
 * characters are left: replacing `a` everywhere would hide nothing and destroy the text.
 */
export function scrubber(secrets: readonly (string | undefined)[]): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret === undefined || secret.length < 4) continue;
    for (const form of [secret, secret.trim(), encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      if (form.length >= 4) forms.add(form);
    }
  }
  // The longest first, so that a secret which contains another goes as a whole.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((clean, form) => clean.replaceAll(form, HIDDEN), text);
}

/** An error's name, message and code without its secrets, and without the objects that libraries hang on their errors. */
export function scrubError(error: unknown, scrub: (text: string) => string): Error {
  const from = error instanceof Error ? error : new Error(String(error));
  const clean = new Error(scrub(from.message));
  clean.name = scrub(from.name);
  if (from.stack !== undefined) clean.stack = scrub(from.stack);
  const code = (from as { code?: unknown }).code;
  if (typeof code === 'string') Object.assign(clean, { code: scrub(code) });
  return clean;
}

/** The same value with no secret in its texts and lists of texts. */
export function scrubParts<T extends object>(value: T, scrub: (text: string) => string): T {
  const clean = (part: unknown): unknown => (typeof part === 'string' ? scrub(part) : part);
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, Array.isArray(part) ? part.map(clean) : clean(part)]),
  ) as T;
}
