import assert from 'node:assert/strict';
import type { Json } from '../../../../src/attio/values.js';
import type { LivePickOptions } from '../../../../src/editor/ui.js';
import { askRating } from '../../../../src/editor/values/askChoice.js';
import type { Asking } from '../../../../src/editor/values/askValue.js';

describe('asking for a rating', () => {
  /** The box as it is shown. */
  async function box(current: Json[], mayBeEmpty = true): Promise<LivePickOptions<Json[]>> {
    let shown: LivePickOptions<Json[]> | undefined;
    const ui = {
      pickLive: async (options: LivePickOptions<Json[]>) => {
        shown = options;
        return undefined;
      },
    };
    const attribute = { title: 'Health', type: 'rating' };
    const asking = { services: { ui }, attribute, current, mayBeEmpty, box: { title: 'Health of Acme' } };
    assert.equal(await askRating(asking as unknown as Asking), undefined);
    return shown!;
  }
  const found = async ({ load }: LivePickOptions<Json[]>, query: string) =>
    (await load(query, new AbortController().signal)).map(({ value }) => value);

  it('offers the stars, marks those that are set, and lets them be taken away', async () => {
    const { initial, placeholder } = await box([3]);
    const rows = (await initial)!;
    assert.deepEqual(
      rows.map(({ value }) => value),
      [[5], [4], [3], [2], [1], [0], []],
    );
    assert.deepEqual(
      rows.filter(({ picked }) => picked).map(({ description }) => description),
      ['3 of 5 · now'],
    );
    assert.equal(placeholder, 'Choose Health, or type 0 to 5');
    assert.equal((await (await box([3], false)).initial)?.length, 6);
  });

  it('takes a number or stars as they are typed', async () => {
    const asked = await box([3]);
    assert.deepEqual(await found(asked, '4'), [[4]]);
    assert.deepEqual(await found(asked, '0'), [[0]]);
    assert.deepEqual(await found(asked, '★★'), [[5], [4], [3], [2]]);
    assert.deepEqual(await found(asked, 'cle'), [[]]);
  });

  it('says what it may be where nothing fits', async () => {
    const asked = await box([3]);
    for (const query of ['9', '10', 'good']) assert.deepEqual(await found(asked, query), [], query);
    assert.equal(asked.nothing?.('9'), '“9” is no rating: it is a whole number from 0 to 5.');
  });
});
