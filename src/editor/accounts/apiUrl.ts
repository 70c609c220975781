/** The address that keys are sent to. No setting names it, so no repository can. */
import type { ExtensionContext, ExtensionMode } from 'vscode';

const ATTIO = 'https://api.attio.com';
const MATON = 'https://api.maton.ai';
/** VS Code's enum by its number, so that this file runs without VS Code. */
const PRODUCTION: ExtensionMode.Production = 1;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Attio's API without a trailing slash. In development and tests the environment variable ATTIO_API_URL may name another
 * server on this machine; anything else in it, and anything at all in an installed extension, is ignored.
 */
export function apiUrl(
  context: Pick<ExtensionContext, 'extensionMode'>,
  override: string | undefined = process.env.ATTIO_API_URL,
): string {
  return address(context, override, ATTIO);
}

/** Maton's API, as `apiUrl`; its environment variable is ATTIO_MATON_URL. */
export function matonUrl(
  context: Pick<ExtensionContext, 'extensionMode'>,
  override: string | undefined = process.env.ATTIO_MATON_URL,
): string {
  return address(context, override, MATON);
}

function address(
  context: Pick<ExtensionContext, 'extensionMode'>,
  override: string | undefined,
  standard: string,
): string {
  if (override === undefined || context.extensionMode === PRODUCTION) return standard;
  let url: URL;
  try {
    url = new URL(override);
  } catch {
    return standard;
  }
  if (!['http:', 'https:'].includes(url.protocol) || !LOOPBACK.has(url.hostname)) return standard;
  return url.origin + url.pathname.replace(/\/+$/, '');
}
