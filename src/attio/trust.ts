/** Which certificate authorities a connection trusts: Node's own, and those of the operating system. */
import tls from 'node:tls';

/** Certificates in PEM, as `tls.getCACertificates` gives them. Slow and blocking: hundreds of them are read. */
export type CertificateSource = (of: 'default' | 'system') => readonly string[];

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
 * `source`: in place of Node's, which has one since 22.15.
 */
export function trustOf(
  system: boolean | undefined,
  source: CertificateSource | undefined = tls.getCACertificates,
): Trust {
  if (system === false) return { system: 'off' };
  if (typeof source !== 'function') return { system: 'unreadable' };
  const before = known.get(source);
  if (before) return before;
  const trust = read(source);
  known.set(source, trust);
  return trust;
}

function read(source: CertificateSource): Trust {
  try {
    const ca = [...new Set([...source('default'), ...source('system')])];
    return { system: 'trusted', context: tls.createSecureContext({ ca }) };
  } catch {
    return { system: 'unreadable' };
  }
}
