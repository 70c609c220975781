/** "Attio: New Attribute…": asks step by step, shows all of it, and writes it with its options at once. */
import { objectNoun } from '../../crm/describe.js';
import { objectKey } from '../../crm/schema.js';
import type { Services } from '../services.js';
import { BACK, type Back } from '../ui.js';
import { type AttributeDraft, changeOf, emptyDraft, stepOf, takenSlugs } from './attributeDraft.js';
import { attributeSteps, type Making } from './attributeSteps.js';
import { send } from './refusals.js';
import { mustConfigure } from './scope.js';
import { type Problem, walk } from './steps.js';
import { type Place, placeOf } from './target.js';

const SURFACE = 'schema.newAttribute';

/** What was answered and not written, by account and object: the next time begins with it. */
const kept = new Map<string, AttributeDraft>();

/** `argument`: a tree node, `{object, account?}`, or nothing; then the object is asked for. Rejects with AttioError. */
export async function newAttribute(services: Services, argument?: unknown): Promise<void> {
  for (;;) {
    const place = await placeOf(services, argument, 'New Attribute', SURFACE);
    if (!place) return;
    mustConfigure(place.connection, 'attributes.create');
    if ((await make(services, place, argument === undefined)) !== BACK) return;
  }
}

async function make(services: Services, { connection, object }: Place, back: boolean): Promise<Back | undefined> {
  const { catalog, account } = connection;
  const slug = objectKey(object);
  const key = `${account.id}/${object.id.object_id}`;
  const draft = kept.get(key) ?? emptyDraft();
  kept.set(key, draft);
  let problem: Problem | undefined;
  for (;;) {
    const [existing, objects] = await Promise.all([
      catalog.attributes(slug, { surface: SURFACE, archived: true, fresh: true }),
      catalog.objects({ surface: SURFACE }),
    ]);
    const making: Making = { services, connection, object, existing, objects, surface: SURFACE };
    const walked = await walk(attributeSteps(making), draft, { back, ...(problem && { problem }) });
    if (walked !== 'done') return walked;
    const sent = await send(services, connection, changeOf(draft, object), {
      surface: SURFACE,
      done: () => `${objectNoun(object)} now has the attribute “${draft.title}” (${draft.slug}).`,
      later: ({ status }) => status === 'applied' && kept.delete(key),
    });
    if (sent.status === 'refused') {
      const taken = takenSlugs(await catalog.attributes(slug, { surface: SURFACE, archived: true, fresh: true }));
      problem = { step: stepOf(sent.error.details, draft, taken), text: sent.text };
      continue;
    }
    const { status, outcome } = sent.status === 'over' ? sent : { ...sent, outcome: undefined };
    // What a batch has made of it is there: it must not be proposed once more.
    if (status === 'done' || (outcome?.status === 'failed' && outcome.applied)) kept.delete(key);
    return undefined;
  }
}
