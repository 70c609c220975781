/** Which of Attio's scopes this extension uses. Apart from scopes.ts: names and reasons are needed only where they show. */
import type { Scope } from './scopes.js';

export interface WantedScope {
  scope: Scope;
  /** What is off without it, as the person reads it who grants it. */
  why: string;
  /** Of a scope to read and write: what reading alone allows, and what is off then. */
  half?: { reads: string; writes: string };
}

/** What all of it works with; with fewer the rest works. */
export const WANTED_SCOPES: readonly WantedScope[] = [
  { scope: 'object_configuration:read', why: 'list your objects and their attributes' },
  {
    scope: 'record_permission:read-write',
    why: 'browse, search, create, change and delete records',
    half: { reads: 'browse, search and hover records', writes: 'create, change and delete records' },
  },
  {
    scope: 'note:read-write',
    why: 'read, create, change and delete notes',
    half: { reads: 'read notes', writes: 'create, change and delete notes' },
  },
  { scope: 'list_configuration:read', why: 'show your lists' },
  {
    scope: 'list_entry:read-write',
    why: 'show and change what is in your lists',
    half: { reads: 'show what is in your lists', writes: 'change what is in your lists' },
  },
  {
    scope: 'task:read-write',
    why: 'show, create, complete, change and delete tasks',
    half: { reads: 'show tasks', writes: 'create, complete, change and delete tasks' },
  },
  {
    scope: 'comment:read-write',
    why: 'read, write and delete comments',
    half: { reads: 'read comments', writes: 'write and delete comments' },
  },
  { scope: 'meeting:read', why: 'show meetings' },
  { scope: 'call_recording:read', why: 'show recordings of calls and read their transcripts' },
  { scope: 'user_management:read', why: 'show colleagues by name, and show or change tasks' },
];

/** What only some should be able to do; its absence is no defect of a key. */
export const OPTIONAL_SCOPES: readonly WantedScope[] = [
  { scope: 'object_configuration:read-write', why: 'set up objects and attributes' },
];
