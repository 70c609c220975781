/** Changes to how a workspace is set up: objects, attributes, options and statuses. */
import type { SchemaChange } from './change.js';
import type { Family } from './room.js';
import { lookCreation } from './schemaCreate.js';
import { lookDeletion } from './schemaDelete.js';
import { lookUpdate } from './schemaUpdate.js';

export const schema: Family<SchemaChange> = {
  look(change, room) {
    switch (change.kind) {
      case 'object.create':
      case 'attribute.create':
      case 'option.create':
      case 'status.create':
        return lookCreation(change, room);
      case 'object.delete':
        return lookDeletion(change, room);
      default:
        return lookUpdate(change, room);
    }
  },
};
