/** What this machine keeps of the tasks of an account, deleted with it. */
export { forgetTaskTexts } from './kept.js';
export { forgetTasksOf } from './scope.js';
