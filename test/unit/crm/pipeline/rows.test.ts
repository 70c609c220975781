/** What is in a stage while it is written to: an answer that was asked for before a write is older than it. */
import assert from 'node:assert/strict';
import type { AttributeValue } from '../../../../src/attio/types.js';
import { Flights } from '../../../../src/crm/flights.js';
import { type Row, type StageQuestion, StageRows } from '../../../../src/crm/pipeline/rows.js';
import { id } from '../../../support/fakeApi.js';

const OF = 'lists/renewals';
const [LEAD, WON] = [id(101), id(102)];
const question = (stage: string): StageQuestion => ({
  of: OF,
  attribute: { api_slug: 'step', type: 'status' },
  stage,
  limit: 50,
});

/** `readAt` tells one reading of a card from the next. */
function row(number: number, stage: string, readAt: number): Row {
  const step = [
    {
      attribute_type: 'status',
      active_from: '2026-01-01T00:00:00Z',
      active_until: null,
      status: { id: { status_id: stage } },
    },
  ] as unknown as AttributeValue[];
  const ref = { object: 'deals', recordId: id(number + 50) };
  return { id: id(number), ref, createdAt: `2026-01-0${number}T00:00:00Z`, values: { step }, readAt };
}

describe('an answer that is on its way while something is written', () => {
  let rows: StageRows;
  let answer: (rows: Row[]) => void;
  beforeEach(() => {
    rows = new StageRows(new Flights(), { now: () => 0 });
  });

  const ask = (stage: string) =>
    rows.ask(question(stage), 0, { surface: 'test' }, () => new Promise((resolve) => (answer = resolve)));
  const shown = async (page: ReturnType<typeof ask>) => (await page).rows.map((one) => [one.id, one.readAt]);

  it('does not bring back what left the stage or is gone, and has the rest as it was written', async () => {
    const page = ask(LEAD);
    rows.follow(OF, id(1), row(1, WON, 2));
    rows.follow(OF, id(2), undefined);
    rows.follow(OF, id(3), row(3, LEAD, 2));
    answer([row(1, LEAD, 1), row(2, LEAD, 1), row(3, LEAD, 1), row(4, LEAD, 1)]);
    assert.deepEqual(await shown(page), [
      [id(4), 1],
      [id(3), 2],
    ]);
  });

  it('counts where it was asked for afterwards: someone else may have moved it since', async () => {
    rows.follow(OF, id(1), row(1, WON, 2));
    const page = ask(LEAD);
    answer([row(1, LEAD, 3)]);
    assert.deepEqual(await shown(page), [[id(1), 3]]);
  });

  it('is another list’s: a write elsewhere is none of it', async () => {
    const page = ask(LEAD);
    rows.follow('lists/others', id(1), undefined);
    answer([row(1, LEAD, 1)]);
    assert.deepEqual(await shown(page), [[id(1), 1]]);
  });
});
