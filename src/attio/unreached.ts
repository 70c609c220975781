/** Why no connection came about: trust, or the proxy. Each with what helps. */
import type { Trust } from './trust.js';

/** How a server is reached, as far as a failure to reach it must know. */
export interface Route {
  /** A proxy stands between: failures to connect are then the proxy's. */
  proxied: boolean;
  /** The proxy was given a user name and password, or a header of its own. */
  authorized?: boolean;
  system?: Trust['system'];
}

export interface Words {
  words: string;
  remedy: string;
}

const PROXY_SETTING = '"http.proxy" in VS Code\'s settings (or HTTPS_PROXY)';

/** Node's and OpenSSL's codes of a certificate whose signer is not known. */
const UNKNOWN_SIGNER = /SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|CERT_UNTRUSTED|CERT_SIGNATURE|INVALID_CA/;
const TLS = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|INVALID_CA|ERR_TLS|ERR_SSL|^EPROTO$/;

/** For a failed handshake, by its code; undefined for a code that is of something else. */
export function untrusted(code: string, host: string, system: Route['system']): Words | undefined {
  if (!TLS.test(code)) return undefined;
  const says = (why: string) => `the connection to ${host} is not trusted, ${why} (${code})`;
  if (UNKNOWN_SIGNER.test(code))
    return {
      words: says('because nobody known here has signed its certificate'),
      remedy:
        system === 'off'
          ? 'Turn on "http.systemCertificates" in VS Code\'s settings: a network that inspects traffic signs with a certificate that is installed on this computer.'
          : `A network that inspects traffic signs with a certificate of its own. Get it from whoever runs the network, ${
              system === 'unreadable' ? '' : 'install it on this computer ("http.systemCertificates" is on), or '
            }name its file in NODE_EXTRA_CA_CERTS, then restart VS Code.`,
    };
  if (/EXPIRED|NOT_YET_VALID/.test(code))
    return {
      words: says('because its certificate is not valid today'),
      remedy: "Check this computer's date and time; if they are right, tell whoever runs the network or the proxy.",
    };
  if (/ALTNAME|HOSTNAME/.test(code))
    return {
      words: says('because the certificate is of another host'),
      remedy: `Something else answers in its place: sign in to the network if it wants that, and check ${PROXY_SETTING}.`,
    };
  return {
    words: says('because what answers there gives no certificate'),
    remedy: `Something else answers in its place: sign in to the network if it wants that, and check ${PROXY_SETTING}.`,
  };
}

/** For a proxy that was reached, or not, and did not lead on. `said` are the words of the failure, `code` its code or ''. */
export function refusedByProxy(said: string, code: string, host: string, authorized: boolean | undefined): Words {
  const status = Number(/Proxy response \((\d{3})\)/.exec(said)?.[1] ?? /\b407\b/.exec(said)?.[0]);
  if (status === 407) return wantsLogin(authorized);
  if (status >= 400 && status < 500)
    return {
      words: `the proxy refused to connect to ${host} (${status})`,
      remedy: `Ask whoever runs the proxy to allow ${host}, or list it in "http.noProxy" if it can be reached without; the proxy is the one of ${PROXY_SETTING}.`,
    };
  if (status >= 500)
    return {
      words: `the proxy did not connect to ${host} (${status})`,
      remedy: `The proxy itself could not reach it: try again in a moment, or check ${PROXY_SETTING}.`,
    };
  return {
    words: `the proxy cannot be reached, and so ${host} cannot (${code || said})`,
    remedy: `Check the address in ${PROXY_SETTING}, or empty it where this network has no proxy.`,
  };
}

/** For a proxy that answers 407; `authorized`: it was given a user name and password, and did not take them. */
export function wantsLogin(authorized: boolean | undefined): Words {
  const where = '"http.proxy" in VS Code\'s settings (http://user:password@host:port), or "http.proxyAuthorization"';
  return authorized
    ? { words: 'the proxy did not take the user name and password (407)', remedy: `Correct them in ${where}.` }
    : { words: 'the proxy wants a user name and password (407)', remedy: `Give them in ${where}.` };
}

/** For a proxy that keeps one waiting. */
export function silentProxy(host: string): Words {
  return {
    words: `the proxy did not lead to ${host} in time`,
    remedy: `Check ${PROXY_SETTING}, or ask whoever runs the proxy; then try again.`,
  };
}
