import assert from 'node:assert/strict';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import { account, domain, email, id, personName, sampleApi, text } from '../../support/fakeApi.js';

describe('search within objects', () => {
  it('finds only their records, by name and exactly, and asks Attio for no others', async () => {
    const api = sampleApi();
    api.addRecord('companies', id(1), { name: text('Acme Robotics'), domains: domain('acme.example') });
    api.addRecord('people', id(2), { name: personName('Acme Person'), email_addresses: email('ada@acme.example') });
    const catalog = createCatalog(api, account, { locale: 'en-GB', timeZone: 'UTC' });
    const titles = async (query: string, ...objects: string[]) =>
      (await catalog.search(query, { surface: 'test', objects })).map(({ title }) => title);
    assert.deepEqual(await titles('acme', 'companies'), ['Acme Robotics']);
    assert.deepEqual(await titles('acme', 'people'), ['Acme Person']);
    assert.deepEqual(await titles('ada@acme.example', 'companies'), []);
    assert.deepEqual(await titles('acme', 'nothing'), []);
    assert.deepEqual((await catalog.search('acme', { surface: 'test' })).length, 2);
    catalog.dispose();
  });
});
