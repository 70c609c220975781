/** What listens in documents. */
import { registerPublish } from './publish/register.js';
import type { Services } from './services.js';
import { registerTodo } from './todo/register.js';

/**
 * Loaded at once and waited for by nobody: VS Code asks anew for lenses and actions when who gives them comes, so none
 * of this needs to be there when `activate()` returns.
 */
export function registerListeners(services: Services): void {
  registerPublish(services);
  registerTodo(services);
}
