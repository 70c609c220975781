/** What VS Code reads of the extension before it runs, held against the README and the files that are packed. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OPTIONAL_SCOPES, WANTED_SCOPES } from '../../src/attio/wantedScopes.js';
import { projectRoot } from '../support/workbench/paths.js';

interface MenuItem {
  command: string;
  when?: string;
  group?: string;
}

const text = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');
const sources = (folder: string) =>
  readdirSync(path.join(projectRoot, folder), { recursive: true })
    .map((file) => path.join(folder, String(file)))
    .filter((file) => file.endsWith('.ts'));
const manifest = JSON.parse(text('package.json'));
const nls: Record<string, string> = JSON.parse(text('package.nls.json'));
const readme = text('README.md');
const { commands, menus, keybindings, configuration, walkthroughs } = manifest.contributes as {
  commands: { command: string; title: string; category: string }[];
  menus: Record<string, MenuItem[]>;
  keybindings: MenuItem[];
  configuration: { properties: Record<string, { default: unknown }> };
  walkthroughs: { steps: { description: string; media: { markdown: string } }[] }[];
};
const titleOf = ({ title }: { title: string }) => nls[title.slice(1, -1)] ?? title;
const known = new Set(commands.map(({ command }) => command));

describe('the manifest', () => {
  it('has a text for every %key%, and no text without one', () => {
    const asked = new Set([...text('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    assert.deepEqual(
      [...asked].filter((key) => nls[key!] === undefined),
      [],
    );
    assert.deepEqual(
      Object.keys(nls).filter((key) => !asked.has(key)),
      [],
    );
  });

  it('names commands alike: under Attio, in title case, with one sign for “asks more”', () => {
    for (const one of commands) {
      assert.equal(one.category, '%category%', one.command);
      const title = titleOf(one);
      assert.doesNotMatch(title, /\.\.\.|Attio:|^Attio\b|[.!]$/, title);
      for (const word of title.split(/[\s…]+/).filter(Boolean))
        assert.ok(/^(?:[^a-z]|from|to|of|or|a|as|in|with|the)/.test(word), `“${word}” of “${title}”`);
    }
    const titles = commands.map(titleOf).filter((title) => title !== 'Refresh');
    assert.deepEqual(titles, [...new Set(titles)]);
  });

  it('puts only its own commands into menus, welcome texts and walkthroughs', () => {
    const linked = Object.values(nls).flatMap((one) => [...one.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id!));
    const placed = [...Object.values(menus).flat(), ...keybindings].map(({ command }) => command);
    assert.ok(linked.length > 4);
    assert.deepEqual(
      [...placed, ...linked].filter((id) => !known.has(id)),
      [],
    );
  });

  it('has something to run for every command, and nothing for others', () => {
    const table = text('src/editor/lateCommandTable.ts');
    const late = [...table.slice(table.indexOf('LATE_COMMANDS')).matchAll(/^ {2}(\w+):/gm)].map(
      ([, id]) => `attio.${id}`,
    );
    const accounts = text('src/editor/accounts/register.ts');
    const flows = [...accounts.slice(0, accounts.indexOf('] as const')).matchAll(/^ {2}'(\w+)',$/gm)];
    const rooms = sources('src/editor').flatMap((file) =>
      [...text(file).matchAll(/\bcommand\(\s*'(attio\.\w+)'|^(?:export )?const [A-Z]+ = '(attio\.\w+)';$/gm)].map(
        ([, id, named]) => (id ?? named)!,
      ),
    );
    const run = [...late, ...flows.map(([, id]) => `attio.${id}`), ...rooms];
    assert.deepEqual([...known].filter((id) => !run.includes(id)).sort(), []);
    assert.deepEqual(
      late.filter((id) => !known.has(id)),
      [],
    );
  });

  it('shows no command twice in one place', () => {
    for (const [menu, items] of Object.entries(menus)) {
      // Beside the row and in its context menu are two places.
      const places = items.map(({ command, group = '', when }) => {
        const place = menu === 'commandPalette' ? '' : `${group.startsWith('inline') ? 'inline' : 'menu'} ${when}`;
        return `${menu} ${command} ${place}`;
      });
      assert.deepEqual(places, [...new Set(places)]);
      const orders = items.filter(({ group }) => group).map(({ group, when }) => `${group} ${when}`);
      assert.deepEqual(orders, [...new Set(orders)], `${menu}: two at the same place`);
    }
  });

  it('lets a record’s link be copied from its row and from that of its entry alike', () => {
    const copies = (view: string, item: string) =>
      menus['view/item/context']!.filter(
        ({ when = '', group = '' }) =>
          when.startsWith(`view == ${view} && viewItem =~ /^${item}`) && /^5_copy/.test(group),
      ).map(({ command }) => command);
    const all = ['attio.copyLink', 'attio.copyMarkdownLink', 'attio.copyId'];
    assert.deepEqual(copies('attio.lists', 'entry'), all);
    assert.deepEqual(
      menus['view/item/context']!.filter(
        ({ when = '', command }) => when.includes('attio.records') && all.includes(command),
      ).map(({ command }) => command),
      all,
    );
  });

  it('describes every command of the palette, every setting and every scope in the README', () => {
    const table = readme.slice(readme.indexOf('## Commands'), readme.indexOf('## Limits'));
    const hidden = new Set(menus.commandPalette!.filter(({ when }) => when === 'false').map(({ command }) => command));
    const told = new Set([...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, names]) => names!.split(', ')));
    const missing = commands.filter((one) => !hidden.has(one.command) && !told.has(titleOf(one)));
    assert.deepEqual(missing.map(titleOf), []);
    for (const [name, { default: value }] of Object.entries(configuration.properties)) {
      const written = typeof value === 'object' ? JSON.stringify(value) : value;
      assert.ok(readme.includes(`| \`${name}\` | \`${written}\` |`), name);
    }
    for (const { scope } of [...WANTED_SCOPES, ...OPTIONAL_SCOPES])
      assert.ok(readme.includes(`| \`${scope}\` |`), scope);
  });

  it('shows pictures that are there, in light and dark', () => {
    const shown = [...readme.matchAll(/\]\((media\/[^)]+)\)/g)].map(([, file]) => file!);
    assert.ok(shown.length > 20);
    assert.deepEqual(
      shown.filter((file) => !existsSync(path.join(projectRoot, file))),
      [],
    );
  });

  it('names every folder of the code in docs/rooms.md, and none that is not there', () => {
    const folders = readdirSync(path.join(projectRoot, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.relative(projectRoot, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    const told = [...text('docs/rooms.md').matchAll(/^\| `(src\/[\w/]+)` \|/gm)].map(([, folder]) => folder!);
    assert.deepEqual(told.toSorted(), folders.toSorted());
  });

  it('packs what the walkthrough shows', () => {
    const steps = walkthroughs.flatMap((one) => one.steps);
    assert.ok(steps.length > 0);
    const packed = text('.vscodeignore').split('\n');
    for (const { media } of steps) {
      assert.ok(existsSync(path.join(projectRoot, media.markdown)), media.markdown);
      assert.ok(packed.includes(`!${path.dirname(media.markdown)}/*.md`), media.markdown);
    }
  });
});
