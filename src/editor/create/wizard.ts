/** From the first question to a record in Attio. Whatever is closed or fails, the draft stays. */
import { commands } from 'vscode';
import type { AttioError } from '../../attio/errors.js';
import type { Applied, ApplyOutcome, Change } from '../../changes/change.js';
import { pendingId, pendingIndex } from '../../changes/pending.js';
import type { RecordRef } from '../../crm/types.js';
import { carryOut } from '../changes/carryOut.js';
import { describe } from '../failure.js';
import { oneLine } from '../records/text.js';
import { rememberRecord } from '../search/recent.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { referenceTo, refOf } from '../values/known.js';
import { type Alike, findAlike } from './alike.js';
import { askCompany } from './companyOf.js';
import { isEmpty, keepDraft, type Values } from './draft.js';
import { ask, headline, isFilled, type Making, SURFACE, titleOf } from './making.js';
import { askPeople } from './peopleOf.js';
import { review } from './review.js';
import { creation, resultOf, updating } from './send.js';

export interface Ran {
  /** What was created, or updated in its place. */
  made?: RecordRef;
  /** Back was pressed at the first question. */
  back?: true;
}

/** `back`: the first question offers Back. Rejects with AttioError where Attio cannot be read; the draft is kept. */
export async function runWizard(made: Making, back: boolean): Promise<Ran> {
  const { services, connection, slug, draft } = made;
  const keep = () => keepDraft(services, connection.account.id, slug, draft);
  const forget = () => keepDraft(services, connection.account.id, slug, undefined);
  try {
    const steps = stepsOf(made);
    let problem: string | undefined;
    if (!(await fill(made, steps, back))) return { back: true };
    for (;;) {
      await keep();
      const reviewed = await review(made, { back: steps.length > 0, ...(problem !== undefined && { problem }) });
      problem = undefined;
      if (reviewed === 'discard') {
        await forget();
        return {};
      }
      if (reviewed === undefined) throw new Closed();
      if (reviewed === BACK) {
        if (!(await fill(made, steps, back, steps.length - 1))) return { back: true };
        continue;
      }
      if (!(await links(made))) continue;
      const missing = made.needed.filter((one) => !isFilled(made, one));
      if (missing.length > 0) {
        await fill(
          made,
          missing.map((attribute) => ({ attribute })),
          true,
        );
        continue;
      }
      await keep();
      const change = await decide(made);
      if (change === undefined) throw new Closed();
      if (change === BACK) continue;
      if (change === 'had') {
        await forget();
        return {};
      }
      const sent = await send(made, change, forget);
      if ('ref' in sent) return { made: sent.ref };
      if (sent.end) return {};
      problem = sent.problem;
      if (sent.attribute) {
        const answer = await ask(made, sent.attribute, { back: true, ...(problem !== undefined && { problem }) });
        if (answer === undefined) throw new Closed();
        problem = undefined;
      }
    }
  } catch (error) {
    await keep();
    if (!Closed.is(error)) throw error;
    if (!isEmpty(draft)) services.ui.status(`${titleOf(made) ?? `The new ${made.noun}`} is kept for the next time.`);
    return {};
  }
}

/** A box was closed: what is filled in stays. */
class Closed extends Error {
  override readonly name = 'Closed';
  static is(error: unknown): boolean {
    return error instanceof Error && error.name === 'Closed';
  }
}

interface Step {
  attribute: Making['attributes'][number];
}

/** What is asked one by one: what Attio needs, and what names and tells the record apart. What is known is not asked. */
function stepsOf(made: Making): Step[] {
  const { attributes, needed, draft } = made;
  const telling = attributes.filter(
    (one) => one.is_unique && (one.type === 'email-address' || one.type === 'domain') && !needed.includes(one),
  );
  const naming = attributes.find((one) => one.api_slug === 'name' || one.type === 'personal-name');
  const asked = [...new Set([...(naming ? [naming] : []), ...needed, ...telling])];
  const known = !isEmpty(draft);
  return attributes
    .filter((one) => asked.includes(one))
    .filter((one) => !isFilled(made, one) && (!known || needed.includes(one)))
    .map((attribute) => ({ attribute }));
}

/** Asks from step `from` on, then for links. false: Back at the first. Throws Closed. */
async function fill(made: Making, steps: readonly Step[], back: boolean, from = 0): Promise<boolean> {
  let at = from;
  for (;;) {
    while (at < steps.length) {
      const answer = await ask(made, steps[at]!.attribute, {
        back: back || at > 0,
        ...(steps.length > 1 && { step: at + 1, totalSteps: steps.length }),
      });
      if (answer === undefined) throw new Closed();
      at += answer === BACK ? -1 : 1;
      if (at < 0) return false;
    }
    if (await links(made, steps.length > 0)) return true;
    at = steps.length - 1;
  }
}

/** Proposes what belongs to it: the company of a person, the people of a company. false: Back. Throws Closed. */
async function links(made: Making, back = true): Promise<boolean> {
  for (const one of [askCompany, askPeople]) {
    const answer = await one(made, back);
    if (answer === undefined) throw new Closed();
    if (answer === BACK) return false;
  }
  return true;
}

type Decision = { do: 'open' | 'update'; alike: Alike } | { do: 'create' };

/** Looks for the same thing first; the change that the person then decides for. `had`: one in Attio has all of it. */
async function decide(made: Making): Promise<Change | 'had' | Back | undefined> {
  const { services, connection, slug, attributes, draft } = made;
  for (;;) {
    const looking = services.ui.progress({ title: 'Looking for the same in Attio…', where: 'window' }, () =>
      findAlike(connection, slug, attributes, draft.values),
    );
    const found = await looking;
    if (found.length === 0) return creation(made);
    const taken = takenBy(found);
    const decision = await services.ui.pick<Decision, Back>(decisions(made, found, taken), {
      title: `${headline(made)} · May Be in Attio Already`,
      placeholder:
        found.length === 1 ? 'There is one like it. What now?' : `There are ${found.length} like it. What now?`,
      ignoreFocusOut: true,
      matchOnDescription: true,
      back: BACK,
    });
    if (decision === undefined || decision === BACK) return decision;
    if (decision.do === 'create') return creation(made, taken);
    const { alike } = decision;
    const target = { ...alike.ref, account: connection.account.id };
    if (decision.do === 'open') {
      await commands.executeCommand('attio.openRecord', target);
      return undefined;
    }
    const change = await updating(made, alike);
    if (change === BACK) continue;
    if (change !== 'nothing') return change;
    void services.ui.info(`${oneLine(alike.title, 80)} has all of this already. Nothing was sent.`, {
      title: 'Show Record',
      run: () => commands.executeCommand('attio.openRecord', target),
    });
    return 'had';
  }
}

function takenBy(found: readonly Alike[]): Values {
  const taken: Values = {};
  for (const one of found) {
    for (const [slug, values] of Object.entries(one.taken)) taken[slug] = [...(taken[slug] ?? []), ...values];
  }
  return taken;
}

function decisions({ noun }: Making, found: readonly Alike[], taken: Values): PickItem<Decision>[] {
  const without = Object.values(taken)
    .flat()
    .map((value) => (typeof value === 'object' ? '' : String(value)))
    .filter(Boolean);
  return [
    ...found.flatMap((alike): PickItem<Decision>[] => {
      const title = oneLine(alike.title, 60);
      const facts = oneLine(alike.description, 80);
      return [
        {
          label: `Update ${title} Instead…`,
          detail: alike.reasons.map((one) => oneLine(one, 80)).join(', '),
          icon: 'edit',
          group: 'In Attio',
          value: { do: 'update', alike },
        },
        {
          label: `Open ${title}`,
          ...(facts && { description: facts }),
          icon: 'go-to-file',
          group: 'In Attio',
          value: { do: 'open', alike },
        },
      ];
    }),
    {
      label: 'Create Anyway',
      detail:
        without.length > 0 ? `leaves out ${without.join(', ')}, which is taken` : `a second ${noun.toLowerCase()}`,
      icon: 'add',
      group: 'Otherwise',
      value: { do: 'create' },
    },
  ];
}

type Sent =
  | { ref: RecordRef | undefined }
  | { end: true }
  | { end: false; problem?: string; attribute?: Making['attributes'][number] };

/** Writes, and says where to go on when it was not written. */
async function send(made: Making, change: Change, forget: () => Promise<void>): Promise<Sent> {
  const { services, connection, slug, attributes, draft } = made;
  const { account } = connection;
  const target = (applied: Applied) => resultOf(applied, slug);
  const finish = async (applied: Applied) => {
    await forget();
    const ref = target(applied);
    if (ref) await rememberRecord(services, account.id, ref);
    return ref;
  };
  // What Attio refuses for one value is asked for anew, without a message beside the question.
  const asksAnew = (error: AttioError) => error.kind === 'validation' || error.kind === 'duplicate';
  const outcome = await carryOut(services, connection, change, {
    surface: SURFACE,
    asksAnew,
    subject: target,
    ...(draft.sent && { mayBeDone: true }),
    agreed: async () => {
      draft.sent = true;
      await keepDraft(services, account.id, slug, draft);
    },
    later: async (later: ApplyOutcome) => {
      if (later.status === 'applied') await finish(later.applied);
    },
  });
  if (outcome.status === 'applied') return { ref: await finish(outcome.applied) };
  if (outcome.status === 'declined') return { end: false };
  if (outcome.status === 'conflict') return { end: true };
  const { error, applied } = outcome;
  if (error.fate === 'no') delete draft.sent;
  settle(made, applied);
  await keepDraft(services, account.id, slug, draft);
  if (applied || error.fate !== 'no' || !asksAnew(error)) return { end: true };
  // Who has the unique value is shown when it is looked for again.
  const field = error.kind === 'validation' ? error.details.field?.split('.').at(-1) : undefined;
  const attribute = attributes.find((one) => [one.api_slug, one.id.attribute_id].includes(field ?? ''));
  return { end: false, problem: describe(error), ...(attribute && { attribute }) };
}

/** What of a batch was made is in Attio now: the draft refers to it as it is there. */
function settle({ draft }: Making, applied: Applied | undefined): void {
  const parts = applied?.parts ?? [];
  const ids = parts.map(({ record }) => record?.id.record_id);
  if (ids.length === 0 || ids.length > draft.also.length) return;
  const pending = draft.also.slice(0, ids.length);
  const made = new Map(pending.map((also, at) => [at, { object: also.object, recordId: ids[at] }]));
  for (const [slug, values] of Object.entries(draft.values)) {
    draft.values[slug] = values.map((value) => {
      const ref = refOf(value);
      const index = ref && pendingIndex(ref.recordId);
      if (ref === undefined || index === undefined) return value;
      const there = made.get(index);
      return there?.recordId
        ? referenceTo({ object: there.object, recordId: there.recordId })
        : referenceTo({ ...ref, recordId: pendingId(index - ids.length) });
    });
  }
  draft.also.splice(0, ids.length);
}
