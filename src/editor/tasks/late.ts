/** All of the Tasks view and its commands, as views.ts passes it on: import it from there when it is needed late. */
export { completeTask, deleteTask, setTaskAssignees, setTaskDeadline, setTaskRecords } from './change.js';
export { newTask } from './newTask.js';
export { replaceTask } from './replaceTask.js';
export { showTasksOf } from './showTasksOf.js';
export { TasksTree } from './tasksTree.js';
