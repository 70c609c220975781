/** A number for an index and back, so that what is made by index looks scattered and is found again without a list. */

/** A 32-bit number that no other 32-bit number gives (the finalizer of MurmurHash3). */
export function scatter(index: number): number {
  let at = index >>> 0;
  at ^= at >>> 16;
  at = Math.imul(at, 0x85ebca6b);
  at ^= at >>> 13;
  at = Math.imul(at, 0xc2b2ae35);
  at ^= at >>> 16;
  return at >>> 0;
}

/** The index that `scatter` made this of. */
export function gather(scattered: number): number {
  let at = scattered >>> 0;
  at ^= at >>> 16;
  at = Math.imul(at, 0x7ed1b41d);
  at ^= (at >>> 13) ^ (at >>> 26);
  at = Math.imul(at, 0xa5cb9243);
  at ^= at >>> 16;
  return at >>> 0;
}
