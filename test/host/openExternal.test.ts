import assert from 'node:assert/strict';
import { env, type Uri } from 'vscode';
import { attio } from './support/attio.js';

describe('opening a page in the browser', () => {
  const original = env.openExternal;
  let given: unknown;
  beforeEach(async () => {
    given = undefined;
    // VS Code lets tests replace what its `env` does.
    env.openExternal = async (target) => {
      given = target;
      return true;
    };
    (await attio()).ui.use(undefined);
  });
  afterEach(() => {
    env.openExternal = original;
  });

  /** As VS Code makes an address of what `env.openExternal` was given. */
  const address = (target: unknown) =>
    typeof target === 'string' ? target : encodeURI((target as Uri).toString(true));

  for (const url of [
    'https://connect.maton.ai/?session_token=a%2Bb%2Fc%3D%3D&next=https%3A%2F%2Fx.test%2F%3Fa%3D1%26b%3D2',
    'https://connect.maton.ai/?session_token=a+b/c==&q=%25%20%C3%A4#frag%23ment',
    'https://app.attio.com/a%2Fb/record',
  ])
    it(`leaves ${url} as it is`, async () => {
      const { services } = await attio();
      assert.equal(await services.ui.openExternal(url), true);
      assert.equal(address(given), url);
    });

  it('opens nothing but web pages', async () => {
    const { services } = await attio();
    for (const url of ['command:workbench.action.quit', 'file:///etc/passwd', 'javascript:alert(1)', ''])
      await assert.rejects(services.ui.openExternal(url), TypeError);
    assert.equal(given, undefined);
  });
});
