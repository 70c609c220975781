/** E-mail addresses and domains as people paste them, cleaned. */
import type { Parsed } from './types.js';

const refuse = (problem: string, suggestion?: string) => ({ ok: false as const, problem, suggestion });

const LOCAL = /^[^\s@"<>(),;:\\[\]]{1,64}$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;

function isHost(host: string): boolean {
  const labels = host.split('.');
  return (
    host.length <= 253 &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1)!)
  );
}

/** `Ada <ada@acme.example>` and `mailto:ada@acme.example?subject=…` as the address alone. */
function addressIn(text: string): string {
  const inside = /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
  const bare = inside.trim().replace(/^mailto:/i, '');
  return bare === inside.trim() ? bare : bare.replace(/\?.*$/s, '');
}

function addressProblem(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  if (at < 0) return 'it has no @';
  if (address.indexOf('@') !== at) return 'it has more than one @';
  const [local, host] = [address.slice(0, at), address.slice(at + 1)];
  if (!LOCAL.test(local) || /^\.|\.\.|\.$/.test(local)) return 'what is before the @ cannot stand there';
  if (!host.includes('.')) return 'what is after the @ needs a dot, as in acme.com';
  return isHost(host) ? undefined : 'what is after the @ is no domain';
}

/** Kept as it is spelt; Attio compares it in small letters. */
export function parseEmail(text: string): Parsed {
  const address = addressIn(text);
  const wrong = addressProblem(address);
  return wrong === undefined
    ? { ok: true, value: address, shown: address }
    : refuse(`“${address}” is not an e-mail address: ${wrong}.`);
}

/** From a web address, an e-mail address or the name alone; in small letters, without `www.`. */
export async function parseDomain(text: string): Promise<Parsed> {
  const given = text.trim();
  const address = addressIn(given);
  if (addressProblem(address) === undefined) {
    const { companyDomains } = await import('../textFinds.js');
    const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    if (companyDomains(address).length === 0)
      return refuse(`${host} is where everybody has mailboxes, and no domain of a company.`);
    return parseDomain(host);
  }
  const host = given
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/^[^/?#@]*@/, '')
    .replace(/[/?#].*$/s, '')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '')
    .replace(/^www\.(?=[^.]+\.)/i, '')
    .toLowerCase();
  if (!isHost(host)) return refuse(`“${given}” is not a domain: write one such as acme.com.`);
  const { parse } = await import('../publicSuffix.js');
  const read = parse(host, { allowPrivateDomains: false });
  if (read.isIp) return refuse(`“${given}” is an address of a machine: write a domain such as acme.com.`);
  if (read.publicSuffix === host) return refuse(`“${host}” is not one company's: write a domain such as acme.${host}.`);
  return { ok: true, value: host, shown: host };
}
