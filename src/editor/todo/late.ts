/** Tasks from lines, and lines with their tasks: loaded when the first such line is met. */
export { actionsOf as todoActions } from './actions.js';
export { lensesOf as todoLenses } from './lenses.js';
export { newTaskFromLine } from './newTaskFromLine.js';
export { savedLines as todoSaved, syncTaskLine } from './sync.js';
