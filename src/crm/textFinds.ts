/**
 * What a text speaks of: Attio links, e-mail addresses, domains. Pure, with work bounded by constants: of a huge text the
 * beginning and the end, at most so many of each, and patterns that read each character a bounded number of times.
 */
import { parse } from 'tldts';
import { type AttioLink, findAttioUrls } from '../attio/webUrl.js';

export interface TextFind {
  kind: 'link' | 'email' | 'domain';
  /** As it stands in the text. */
  evidence: string;
  /** Of a link. */
  link?: AttioLink;
  /** Of an e-mail address or domain: what to look up, lower case; a host's registrable domain besides itself. */
  values: string[];
}

/** Links are found with `indexOf`, so they are looked for in far more text than addresses and hosts are. */
const MAX_LINK_TEXT = 4_000_000;
const MAX_LINKS_READ = 2_000;
const MAX_TEXT = 200_000;
const MAX_LINE = 5_000;
const MAX_GAP = 500;
const MAX_FINDS = 50;

const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
const HOST = `(?:${LABEL}\\.){1,8}\\p{L}[\\p{L}\\p{N}-]{0,61}\\p{L}`;
const LOCAL = "[\\p{L}\\p{N}_+'%-]{1,64}(?:\\.[\\p{L}\\p{N}_+'%-]{1,64}){0,8}";
const ADDRESS = `${LOCAL}@${HOST}`;

/** A whole e-mail address. */
export const EMAIL = new RegExp(`^${ADDRESS}$`, 'u');
const EMAILS = new RegExp(`(?<![\\p{L}\\p{N}._+'%-])${ADDRESS}(?![\\p{L}\\p{N}@])`, 'gu');
/** A host in a web address: what stands there is a host whatever it ends with. */
const URL_HOSTS = new RegExp(`https?://(${HOST})(?=[/:?#\\s"'<>)\\]},;!]|\\.?$|\\.\\s)`, 'giu');
/** A host on its own: no part of a path, a call, a property or an address. */
const BARE_HOSTS = new RegExp(
  `(?<![\\p{L}\\p{N}_@/\\\\.$#:-])(${HOST})(?![\\p{L}\\p{N}_@\\\\(=\\[-]|\\.[\\p{L}\\p{N}])`,
  'giu',
);

/** File names end so; some are also countries (`md`, `py`, `rs`, `sh`), which then need `https://` or `www.` to be read as hosts. */
const FILE_ENDINGS = new Set(
  (
    'ts tsx mts cts js jsx mjs cjs json jsonc json5 jsonl ndjson map md mdx markdown rst adoc tex txt log csv tsv xls xlsx doc docx ppt pptx pdf ' +
    'html htm xhtml css scss sass less vue svelte astro php py pyi pyc ipynb rb rs go java kt kts scala clj groovy c h cc cpp cxx hpp hh cs fs vb ' +
    'swift m mm dart lua pl pm r jl ex exs erl hs ml elm nim zig sol sql db sqlite sh bash zsh fish bat cmd ps ps1 psm1 yml yaml toml ini cfg conf ' +
    'env lock xml xsl xsd plist svg png jpg jpeg gif webp ico bmp mp3 mp4 mov wav avi webm woff woff2 ttf eot zip gz tar tgz bz2 xz rar jar war ' +
    'exe dll so dylib bin iso dmg deb rpm apk wasm proto graphql gql prisma tf tfvars gradle properties tmpl tpl ejs hbs patch diff vsix snap test spec bak tmp'
  ).split(' '),
);
/** Reserved names that stand for real ones in examples and inside companies (RFC 2606, RFC 6762). */
const SPECIAL_USE = new Set(['example', 'test', 'invalid', 'local', 'internal', 'localdomain', 'lan', 'corp', 'home']);
/** Mailboxes of everybody: an address there says nothing about a company. */
const PUBLIC_MAIL = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com proton.me protonmail.com ' +
    'gmx.de gmx.net gmx.com web.de t-online.de mail.com zoho.com fastmail.com hey.com qq.com 163.com 126.com mail.ru yandex.ru orange.fr free.fr laposte.net'
  ).split(' '),
);

/** The host and, where it is below one, its registrable domain: what a company may be known by. */
function hostValues(host: string): string[] {
  const name = host.toLowerCase().replace(/^www\./, '');
  const { domain } = parse(name);
  return domain && domain !== name ? [name, domain] : [name];
}

/** How sure one can be that a bare name is a host: 2 surely a registrable domain, 1 perhaps, 0 no. */
function hostness(host: string): 0 | 1 | 2 {
  const labels = host.split('.');
  const last = labels.at(-1)!.toLowerCase();
  if (labels[0]?.toLowerCase() === 'www' && labels.length > 2) return 2;
  if (FILE_ENDINGS.has(last) && !(SPECIAL_USE.has(last) && last !== 'test')) return 0;
  if (SPECIAL_USE.has(last)) return 2;
  // `fooBar.baz`: names in code mix cases where people do not.
  if (labels.some((label) => /\p{Ll}\p{Lu}/u.test(label))) return 0;
  const { isIcann, domain } = parse(host.toLowerCase());
  return domain === null ? 0 : isIcann ? 2 : 1;
}

/** What to look up for a query that is a host or a web address; empty when it is neither. */
export function domainIn(text: string): string[] {
  const web = new RegExp(`^https?://(${HOST})(?:[/:?#].*)?$`, 'iu').exec(text);
  if (web) return hostValues(web[1]!);
  const bare = new RegExp(`^(${HOST})(?:/\\S*)?$`, 'iu').exec(text);
  return bare && (hostness(bare[1]!) > 0 || text.startsWith('www.')) ? hostValues(bare[1]!) : [];
}

/** The company that an address's host may stand for; undefined for mailboxes of everybody. */
export function companyDomains(email: string): string[] {
  const host = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  const values = hostValues(host);
  return values.some((value) => PUBLIC_MAIL.has(value)) ? [] : values;
}

/** Where to cut: at the next white space, lest half a word is read as a whole one; in a text without any, here. */
function gap(text: string, from: number): number {
  for (let at = from; at < from + MAX_GAP; at++) if (/\s/.test(text.charAt(at))) return at;
  return from;
}

/** All of a text, or its beginning and its end: about `most` characters. */
function ends(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const half = Math.floor(most / 2);
  return [text.slice(0, gap(text, half)), text.slice(gap(text, text.length - half))];
}

/** Links first, then e-mail addresses, then domains; each in order of appearance and once. */
export function findInText(text: string): TextFind[] {
  const links = new Map<string, TextFind>();
  const emails = new Map<string, TextFind>();
  const sure = new Map<string, TextFind>();
  const perhaps = new Map<string, TextFind>();
  const add = (into: Map<string, TextFind>, key: string, find: TextFind) => {
    if (into.size < MAX_FINDS && !into.has(key)) into.set(key, find);
  };
  for (const part of ends(text, MAX_LINK_TEXT)) {
    for (const { url, link } of findAttioUrls(part, MAX_LINKS_READ))
      add(links, url, { kind: 'link', evidence: url, link, values: [] });
  }
  const lines = ends(text, MAX_TEXT).flatMap((part) => part.split(/\r\n|[\r\n]/));
  for (const piece of lines.flatMap((line) => ends(line, MAX_LINE))) {
    const line = piece.replace(/https?:\/\/app\.attio\.com\S*/gi, ' ');
    for (const [address] of line.matchAll(EMAILS)) {
      add(emails, address.toLowerCase(), { kind: 'email', evidence: address, values: [address.toLowerCase()] });
    }
    // Hosts in the line's order, whichever form they have.
    const hosts: { at: number; host: string; surety: number }[] = [];
    for (const match of line.matchAll(URL_HOSTS)) hosts.push({ at: match.index, host: match[1]!, surety: 2 });
    for (const match of line.matchAll(BARE_HOSTS))
      hosts.push({ at: match.index, host: match[1]!, surety: hostness(match[1]!) });
    for (const { host, surety } of hosts.sort((a, b) => a.at - b.at)) {
      if (surety === 0) continue;
      add(surety === 2 ? sure : perhaps, host.toLowerCase(), {
        kind: 'domain',
        evidence: host,
        values: hostValues(host),
      });
    }
  }
  return [...links.values(), ...emails.values(), ...[...sure.values(), ...perhaps.values()].slice(0, MAX_FINDS)];
}
