/** "Attio: New Custom Object…": its two names and its slug; then its page, where attributes are added. */
import { commands } from 'vscode';
import type { AttioObject } from '../../attio/types.js';
import { objectName } from '../../crm/describe.js';
import { objectKey } from '../../crm/schema.js';
import type { Services } from '../services.js';
import { BACK, type Back } from '../ui.js';
import { askSlug } from './askSlug.js';
import { send } from './refusals.js';
import { mustConfigure } from './scope.js';
import { pluralOf } from './slugs.js';
import { type Problem, type Step, said, walk } from './steps.js';

const SURFACE = 'schema.newObject';

export interface ObjectDraft {
  singular: string;
  plural: string;
  slug: string;
}

/** What was answered and not written, by account: the next time begins with it. */
const kept = new Map<string, ObjectDraft>();

/** Rejects with AttioError. */
export async function newObject(services: Services): Promise<void> {
  const connection = await services.connections.current();
  mustConfigure(connection, 'objects.create');
  const { catalog, account } = connection;
  const draft = kept.get(account.id) ?? { singular: '', plural: '', slug: '' };
  kept.set(account.id, draft);
  let problem: Problem | undefined;
  for (;;) {
    const objects = await catalog.objects({ surface: SURFACE, fresh: problem !== undefined });
    const steps = nameSteps(services, { title: 'New Custom Object', others: objects, withSlug: true });
    if ((await walk(steps, draft, { ...(problem && { problem }) })) !== 'done') return;
    const sent = await send(
      services,
      connection,
      { kind: 'object.create', apiSlug: draft.slug, singularNoun: draft.singular, pluralNoun: draft.plural },
      { surface: SURFACE, done: () => `${account.name} now has the object “${draft.plural}” (${draft.slug}).` },
    );
    if (sent.status === 'refused') {
      problem = {
        step: nameStepOf(sent.error.details, draft, await catalog.objects({ surface: SURFACE, fresh: true })),
        text: sent.text,
      };
      continue;
    }
    if (sent.status !== 'done') return;
    kept.delete(account.id);
    await commands.executeCommand('attio.describeObject', { account: account.id, object: draft.slug });
    return;
  }
}

/** The step that a refusal is about: the slug where it is what is taken, else the names. */
export function nameStepOf(
  { code, message, field }: { code?: string; message: string; field?: string },
  draft: ObjectDraft,
  objects: readonly AttioObject[],
): string {
  const taken = objects.some((one) => objectKey(one) === draft.slug);
  const names = [draft.singular, draft.plural];
  const namesTaken = objects.some(
    (one) => names.includes(one.singular_noun ?? '') || names.includes(one.plural_noun ?? ''),
  );
  if (code === 'slug_conflict') return namesTaken && !taken ? 'singular' : 'slug';
  return /slug/i.test(`${field ?? ''} ${message}`) ? 'slug' : 'singular';
}

/** The names of an object, and its slug where that can be chosen. `others`: the objects that it must differ from. */
export function nameSteps(
  services: Services,
  { title, others, withSlug }: { title: string; others: readonly AttioObject[]; withSlug: boolean },
): Step<ObjectDraft>[] {
  const { ui } = services;
  const ask =
    (which: 'singular' | 'plural', prompt: string, placeholder: string): Step<ObjectDraft>['ask'] =>
    async (draft, box, problem) => {
      const answer = await ui.input<Back>({
        ...box,
        title,
        value: draft[which] || (which === 'plural' ? pluralOf(draft.singular) : ''),
        placeholder,
        prompt: said(problem, prompt),
        validate: (text) => {
          const name = text.trim().toLowerCase();
          if (name === '') return 'Type a name.';
          const same = others.find((one) =>
            [one.singular_noun, one.plural_noun].some((noun) => noun?.toLowerCase() === name),
          );
          return same && `There is an object “${objectName(same)}” already: choose another name.`;
        },
      });
      if (answer === undefined || answer === BACK) return answer;
      if (which === 'singular' && answer.trim() !== draft.singular && draft.plural === pluralOf(draft.singular)) {
        // Proposed anew from the new name.
        draft.plural = '';
      }
      draft[which] = answer.trim();
      return 'next';
    };
  return [
    { id: 'singular', ask: ask('singular', 'What one record of it is called.', 'Singular, such as Contract') },
    { id: 'plural', ask: ask('plural', 'What the object is called in lists and menus.', 'Plural, such as Contracts') },
    {
      id: 'slug',
      when: () => withSlug,
      ask: async (draft, box, problem) => {
        const taken = others.map((one) => ({ slug: objectKey(one), title: objectName(one) }));
        const answer = await askSlug(services, {
          title,
          name: draft.plural,
          given: draft.slug,
          taken,
          noun: 'object',
          box,
          ...(problem !== undefined && { problem }),
        });
        if (answer === undefined || answer === BACK) return answer;
        draft.slug = answer.trim();
        return 'next';
      },
    },
  ];
}
