import assert from 'node:assert/strict';
import type { PageTasks } from '../../../src/editor/tasks/pageTasks.js';
import { tasksSection } from '../../../src/editor/tasks/pageTasksHtml.js';

describe('the tasks of a record page', () => {
  const none: PageTasks = { state: 'hidden', items: [], more: false, canWrite: false };

  it('are left out for a key without the scope of tasks, and name what else it lacks', () => {
    assert.equal(tasksSection(none), '');
    assert.match(
      tasksSection({ ...none, lacks: ['user_management:read'] }),
      /Tasks<\/h2><p class="quiet">.*need the scope <code>user_management:read<\/code> as well/,
    );
  });
});
