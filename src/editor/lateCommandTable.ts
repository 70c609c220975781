/** What runs for each late command. Each handler loads its own room. */
import type { LateCommand } from './lateCommands.js';
import type { Services } from './services.js';

/** `argument`: a tree node, a target of targets.ts, or nothing; `more`: the selected nodes, where VS Code gives them. */
type Run = (services: Services, argument?: unknown, more?: unknown) => Promise<unknown>;

export const LATE_COMMANDS: Partial<Record<LateCommand, Run>> = {
  editRecord: async (s, arg) => (await import('./documents/editRecord.js')).editRecord(s, arg),
  newRecord: async (s, arg) => (await import('./create/newRecord.js')).newRecord(s, arg),
  newRecordFromSelection: async (s) => (await import('./create/newRecord.js')).newRecord(s),
  newCompany: async (s, arg) => (await import('./create/newRecord.js')).newRecord(s, arg, 'companies'),
  newPerson: async (s, arg) => (await import('./create/newRecord.js')).newRecord(s, arg, 'people'),
  newDeal: async (s, arg) => (await import('./create/newRecord.js')).newRecord(s, arg, 'deals'),
  undoLastChange: async (services) => (await import('./changes/undoLastChange.js')).undoLastChange(services),
  recentChanges: async (services) => (await import('./changes/undoLastChange.js')).recentChanges(services),
  filterRecords: async (s, arg) => (await import('./filters/filterRecords.js')).filterRecords(s, arg),
  clearFilter: async (s, arg) => (await import('./filters/filterRecords.js')).clearFilter(s, arg),
  setAttribute: async (s, arg) => (await import('./edit/setAttribute.js')).setAttribute(s, arg),
  linkRecord: async (s, arg) => (await import('./edit/linkRecord.js')).linkRecord(s, arg),
  addToList: async (s, arg) => (await import('./edit/addToList.js')).addToList(s, arg),
  deleteRecord: async (s, arg) => (await import('./edit/deleteRecord.js')).deleteRecord(s, arg),
  mergeRecords: async (s, arg, more) => (await import('./edit/mergeRecords.js')).mergeRecords(s, arg, more),
  findDuplicates: async (s, arg) => (await import('./edit/findDuplicates.js')).findDuplicates(s, arg),
  describeObject: async (s, arg) => (await import('./schema/describeObject.js')).describeObject(s, arg),
  newAttribute: async (s, arg) => (await import('./schema/newAttribute.js')).newAttribute(s, arg),
  editAttribute: async (s, arg) => (await import('./schema/editAttribute.js')).editAttribute(s, arg),
  newObject: async (s) => (await import('./schema/newObject.js')).newObject(s),
};
