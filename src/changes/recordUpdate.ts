/** Updates of records. */
import type { UpdateRecord } from '../attio/writes.js';
import { approve } from './approve.js';
import { pendingIndex } from './pending.js';
import { noRecord, readBack, recordHead, seeRecord, targetOf, toldName } from './recordLook.js';
import { calling, type Family, type Room } from './room.js';
import { isSeen, lookUpdate } from './rowUpdate.js';

export const recordUpdate: Family<UpdateRecord> = {
  async look(change, room: Room) {
    const trusted = isSeen(change, room);
    const seen = await seeRecord(change, room, !trusted);
    const pending = pendingIndex(change.recordId) !== undefined;
    const told = trusted && toldName(seen.ref, room) !== undefined;
    if (!seen.record && !pending && !told) throw noRecord(change, seen);
    const { ref } = seen;
    const back = async () => {
      const record = await readBack(ref, room);
      return record && { values: record.values, record };
    };
    return lookUpdate(
      // Of a record that is still to be created nothing is known but what it is called.
      pending ? { ...change, base: {} } : change,
      {
        container: seen.container,
        key: `${ref.object}/${ref.recordId}`,
        id: ref.recordId,
        name: seen.name,
        target: targetOf(seen),
        values: seen.record?.values ?? {},
        seen: trusted,
        head: recordHead(room),
        verb: 'Save Changes',
        live: async () => (await back())?.values,
        async send(narrowed, approval) {
          const record = await room.api.records.update(approve(narrowed, approval, room.now()), calling(room));
          room.catalog.learnRecord(record, ref.object);
          return { values: record.values, record };
        },
        readBack: back,
      },
      room,
    );
  },
};
