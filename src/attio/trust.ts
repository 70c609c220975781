/** Which certificate authorities a connection trusts: Node's own, and those of the operating system. */
import tls from 'node:tls';

/** Certificates in PEM; undefined where this Node cannot read them. Slow and blocking: hundreds of them are read. */
export type CertificateSource = (of: 'default' | 'system') => readonly string[] | undefined;

/** Node's own since 22.15. Extension hosts of the oldest VS Code we support have it; other Nodes may not. */
export const nodeCertificates: CertificateSource = (of) =>
  typeof tls.getCACertificates === 'function' ? tls.getCACertificates(of) : undefined;

/** `context` is undefined for Node's own default. */
export interface Trust {
  /** Whether the operating system's authorities count too, or why not: a setting, or this Node cannot read them. */
  system: 'trusted' | 'off' | 'unreadable';
  context?: tls.SecureContext;
}

/** By source: to read and parse hundreds of certificates takes tens of milliseconds, and every connection needs them. */
const known = new WeakMap<CertificateSource, Trust>();

/**
 * Node's certificate authorities (those of NODE_EXTRA_CA_CERTS among them) and, unless `system` is false, those of the
 * operating system: companies that inspect traffic install theirs there. Where they cannot be read, Node's own.
 */
export function trustOf(system: boolean | undefined, source: CertificateSource = nodeCertificates): Trust {
  if (system === false) return { system: 'off' };
  const before = known.get(source);
  if (before) return before;
  const trust = read(source);
  known.set(source, trust);
  return trust;
}

function read(source: CertificateSource): Trust {
  try {
    const [own, system] = [source('default'), source('system')];
    if (own === undefined || system === undefined) return { system: 'unreadable' };
    return { system: 'trusted', context: tls.createSecureContext({ ca: [...new Set([...own, ...system])] }) };
  } catch {
    return { system: 'unreadable' };
  }
}
