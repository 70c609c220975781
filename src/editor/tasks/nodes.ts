/** What the Tasks view is made of. Ids hold the path from the account down, so that no two elements ever share one. */
import type { Task } from '../../attio/workTypes.js';
import type { DueGroup } from '../../crm/tasks/groups.js';
import type { TaskTarget } from '../targets.js';
import type { Branch } from '../tree/branch.js';
import type { LineNode, MoreNode } from '../tree/nodes.js';

export const TASKS_VIEW = 'attio.tasks';

/** Open tasks that are due in one time. */
export interface DueNode {
  kind: 'due';
  id: string;
  parent: undefined;
  group: DueGroup;
  tasks: TaskNode[];
  /** Not all open tasks have been read. */
  more: boolean;
  /** Unfolded when it is new. */
  open: boolean;
}

/** What is done, newest first; read when it is unfolded. */
export interface DoneNode {
  kind: 'done';
  id: string;
  parent: undefined;
  branch: Branch<TaskNode>;
}

export interface TaskNode {
  kind: 'task';
  id: string;
  parent: DueNode | DoneNode | undefined;
  account: string;
  /** What commands take (targets.ts). */
  task: TaskTarget['task'];
  full: Task;
  /** Whether there is a box to check: the key may write tasks. */
  boxed: boolean;
  /** What its colleagues and records are called, as far as that is known. */
  names: TaskNames;
}

export interface TaskNames {
  assignees: string[];
  records: { title: string; noun: string; object: string; recordId: string }[];
}

export type TasksParent = DueNode | DoneNode;
export type TasksNode = TasksParent | TaskNode | LineNode<DoneNode> | MoreNode<DoneNode | OpenList>;

/** What "Load more" at the end of the view goes on with. */
export interface OpenList {
  kind: 'open';
  branch: Branch<TaskNode>;
}
