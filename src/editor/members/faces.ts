/** The pictures of those whom one page names: read when somebody new appears, shown when they are there. */
import type { Connection } from '../services.js';
import type { Faces } from './face.js';
import { memberPictures } from './picture.js';

export interface FaceHost {
  connection(): Connection | undefined;
  /** All that are known now; called when there are more, or none any more. */
  show(faces: Faces): void;
}

/**
 * Each member is asked for once until `clear`; pictures that are not there or cannot be read are left out. `show` gets
 * `data:` URIs by member id in lower case. Nothing rejects.
 */
export class FaceReads {
  readonly #host: FaceHost;
  readonly #asked = new Set<string>();
  #faces: Record<string, string> = {};
  #round = 0;

  constructor(host: FaceHost) {
    this.#host = host;
  }

  /** These members are on the page. Nothing waits for their pictures. */
  want(ids: Iterable<string>): void {
    const connection = this.#host.connection();
    if (!connection) return;
    const fresh = [...new Set(ids)].filter((id) => !this.#asked.has(id));
    if (fresh.length === 0) return;
    for (const id of fresh) this.#asked.add(id);
    const round = this.#round;
    void memberPictures(connection, fresh).then((found) => {
      if (round !== this.#round || Object.keys(found).length === 0) return;
      this.#faces = { ...this.#faces, ...found };
      this.#host.show(this.#faces);
    });
  }

  /** The page lets go of what it has read. */
  clear(): void {
    this.#round++;
    this.#asked.clear();
    this.#faces = {};
  }
}
