/** Keeps known secrets out of everything that is written or shown. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Remembers a secret for as long as the process lives: a signed-out key can still turn up in a late error. */
  add(secret: string): void {
    // A short string would blank out ordinary words; keys are far longer.
    if (secret.length >= 8) this.#secrets.add(secret);
  }

  /** `text` with every known secret, plain, URL-encoded or as Basic/Bearer base64, replaced by `•••`. */
  redact(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) {
      for (const form of [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      ]) {
        if (clean.includes(form)) clean = clean.split(form).join('•••');
      }
    }
    return clean;
  }
}
