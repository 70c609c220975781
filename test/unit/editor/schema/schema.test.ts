import assert from 'node:assert/strict';
import fc from 'fast-check';
import { objectMessage, objectState } from '../../../../src/editor/schema/messages.js';
import { freeSlug, pluralOf, slugFrom, slugProblem, titlesIn } from '../../../../src/editor/schema/slugs.js';
import { type Step, walk } from '../../../../src/editor/schema/steps.js';
import { BACK } from '../../../../src/editor/ui.js';

describe('slugs', () => {
  it('are proposed from titles', () => {
    assert.equal(slugFrom('Customer Tier'), 'customer_tier');
    assert.equal(slugFrom(' Größe (m²) '), 'grosse_m2');
    assert.equal(slugFrom('Client’s N° 1'), 'clients_n_1');
    assert.equal(slugFrom('客户'), '');
  });

  it('that are proposed are always well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (title) => {
        const slug = slugFrom(title);
        if (slug !== '') assert.equal(slugProblem(slug), undefined, slug);
      }),
    );
  });

  it('that are taken get a number', () => {
    const taken = new Set(['tier', 'tier_2']);
    assert.equal(
      freeSlug('tier', (slug) => taken.has(slug)),
      'tier_3',
    );
    assert.equal(
      freeSlug('rank', (slug) => taken.has(slug)),
      'rank',
    );
    assert.equal(
      freeSlug('', () => true),
      '',
    );
  });

  it('say what is wrong with them', () => {
    assert.match(slugProblem('Größe') ?? '', /without accents/);
    assert.match(slugProblem('a b') ?? '', /without accents/);
    assert.match(slugProblem('') ?? '', /Type/);
    assert.match(slugProblem('x'.repeat(65)) ?? '', /64/);
  });
});

describe('names', () => {
  it('are proposed in the plural', () => {
    assert.deepEqual(['Company', 'Contract', 'Process', 'Day', 'Branch', ''].map(pluralOf), [
      'Companies',
      'Contracts',
      'Processes',
      'Days',
      'Branches',
      '',
    ]);
  });

  it('of options are taken from lines and semicolons, each once', () => {
    assert.deepEqual(titlesIn(' Gold; Silver\r\nBronze\n\n gold ;'), ['Gold', 'Silver', 'Bronze']);
    assert.deepEqual(titlesIn(' ;\n'), []);
  });
});

describe('questions of several steps', () => {
  type State = { answers: (string | undefined)[]; asked: string[]; deep: boolean };
  const step = (id: string, when?: (state: State) => boolean): Step<State> => ({
    id,
    ...(when && { when }),
    ask: async (state, box, problem) => {
      state.asked.push(`${id} ${box.step}/${box.totalSteps}${box.back ? ' back' : ''}${problem ? ` ${problem}` : ''}`);
      const answer = state.answers.shift();
      return answer === 'back' ? BACK : answer === 'next' ? 'next' : undefined;
    },
  });
  const steps = [step('a'), step('b', ({ deep }) => deep), step('c')];
  const run = async (answers: (string | undefined)[], deep: boolean, options?: Parameters<typeof walk>[2]) => {
    const state: State = { answers, asked: [], deep };
    return { result: await walk(steps, state, options), asked: state.asked };
  };

  it('pass over what does not apply, both ways', async () => {
    assert.deepEqual(await run(['next', 'back', 'next', 'next'], false), {
      result: 'done',
      asked: ['a 1/2', 'c 2/2 back', 'a 1/2', 'c 2/2 back'],
    });
  });

  it('begin where something was refused, say it there once, and have Back there', async () => {
    assert.deepEqual(await run(['back', 'next', 'next'], true, { problem: { step: 'c', text: 'Taken.' } }), {
      result: 'done',
      asked: ['c 3/3 back Taken.', 'b 2/3 back', 'c 3/3 back'],
    });
  });

  it('end when closed, and go back beyond the first only where there is something', async () => {
    assert.equal((await run(['next', undefined], true)).result, undefined);
    assert.equal((await run(['back'], true, { back: true })).result, BACK);
  });
});

describe('what an object page’s script says', () => {
  it('is taken when it is well formed', () => {
    for (const message of [
      { type: 'ready', version: 2 },
      { type: 'refresh' },
      { type: 'newAttribute' },
      { type: 'copy', what: 'slug', attribute: 'abc-1' },
      { type: 'copy', what: 'id' },
      { type: 'edit', attribute: 'abc' },
      { type: 'object', object: 'companies' },
      { type: 'help', command: 'attio.signIn' },
    ])
      assert.deepEqual(objectMessage(message), message);
  });

  it('is dropped otherwise', () => {
    for (const message of [
      undefined,
      'refresh',
      { type: 'constructor' },
      { type: 'ready' },
      { type: 'help', command: 'workbench.action.quit' },
      { type: 'copy', what: 'key' },
      { type: 'copy', what: 'slug', attribute: '../x' },
      { type: 'edit' },
      { type: 'object', object: 'a/b' },
    ])
      assert.equal(objectMessage(message), undefined, JSON.stringify(message));
    assert.equal(objectState({ account: 'a' }), undefined);
    assert.equal(objectState({ account: 'a', object: 'x y' }), undefined);
    assert.deepEqual(objectState({ account: 'a', object: 'x', filter: 'tier' }), { account: 'a', object: 'x' });
  });
});
