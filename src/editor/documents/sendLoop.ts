/** Sending a document takes a while: what is saved meanwhile comes next, and news that come meanwhile are not lost. */
import type { Services } from '../services.js';

/** What a file remembers of its sending. */
export interface Sendable {
  /** What was last saved. */
  readonly text: string;
  /** From the press of the button to the answer. */
  sending: boolean;
  /** While sending: the text that it is about, and whether another was saved meanwhile that is to be asked about next. */
  asked: string;
  again: boolean;
  /** It changed elsewhere while it was being sent: what was read for the answer may be older. */
  missed: boolean;
}

/** What is needed of the room. */
interface Room<F> {
  readonly services: Services;
  changed(file: F): void;
  refresh(file: F, fresh: boolean): Promise<void>;
}

/** Attempts to send until what was saved last has been asked about; one question at a time. `name`: for messages. */
export async function sendInTurn<F extends Sendable>(
  room: Room<F>,
  file: F,
  name: string,
  attempt: () => Promise<void>,
): Promise<void> {
  if (file.sending) {
    // The question that is open is about this text already; a newer one is asked about when that is answered.
    file.again = file.text !== file.asked;
    if (file.again) room.services.ui.status(`Attio: ${name} is being sent; what you saved now comes next`);
    return;
  }
  file.sending = true;
  room.changed(file);
  try {
    do {
      file.again = false;
      file.asked = file.text;
      await attempt();
    } while (file.again);
  } finally {
    file.sending = false;
    file.again = false;
    room.changed(file);
    if (file.missed) {
      file.missed = false;
      void room.refresh(file, false).catch(() => {});
    }
  }
}
