/** Renames an object: its two names, and the slug of a custom one. */
import type { UpdateObject } from '../../attio/writes.js';
import { objectName } from '../../crm/describe.js';
import { objectKey } from '../../crm/schema.js';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { BACK, type Back } from '../ui.js';
import { nameStepOf, nameSteps, type ObjectDraft } from './newObject.js';
import { send } from './refusals.js';
import { mustConfigure } from './scope.js';
import { type Problem, walk } from './steps.js';
import { placeOf } from './target.js';

const SURFACE = 'schema.renameObject';

/** Attio's own objects, whose slugs nobody can change (api.md section 4.3). */
const STANDARD = new Set(['people', 'companies', 'deals', 'users', 'workspaces']);

/** `back`: the first question has Back. Resolves to BACK when it was pressed. Rejects with AttioError. */
export async function renameObject(services: Services, argument: unknown, back = false): Promise<Back | undefined> {
  const place = await placeOf(services, argument, 'Rename an Object', SURFACE);
  if (!place) return undefined;
  const { connection, object } = place;
  mustConfigure(connection, 'objects.update');
  const slug = objectKey(object);
  const was: ObjectDraft = { singular: object.singular_noun ?? '', plural: object.plural_noun ?? '', slug };
  const draft = { ...was };
  const title = `Rename ${oneLine(objectName(object), 60)}`;
  let problem: Problem | undefined;
  for (;;) {
    const others = (await connection.catalog.objects({ surface: SURFACE, fresh: problem !== undefined })).filter(
      (one) => one.id.object_id !== object.id.object_id,
    );
    const steps = nameSteps(services, { title, others, withSlug: !STANDARD.has(slug) });
    const walked = await walk(steps, draft, { back, ...(problem && { problem }) });
    if (walked !== 'done') return walked === BACK ? BACK : undefined;
    const change: UpdateObject = {
      kind: 'object.update',
      object: object.id.object_id,
      singularNoun: draft.singular,
      pluralNoun: draft.plural,
      ...(!STANDARD.has(slug) && { apiSlug: draft.slug }),
      base: {
        singularNoun: object.singular_noun,
        pluralNoun: object.plural_noun,
        ...(!STANDARD.has(slug) && { apiSlug: object.api_slug }),
      },
    };
    const sent = await send(services, connection, change, {
      surface: SURFACE,
      done: () => `“${objectName(object)}” is now “${draft.plural}”.`,
    });
    if (sent.status !== 'refused') return undefined;
    problem = { step: nameStepOf(sent.error.details, draft, others), text: sent.text };
  }
}
