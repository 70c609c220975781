/** Which amount counts in a pipeline, and how much it is. Pure. */
import type { Attribute, AttributeValue } from '../../attio/types.js';
import type { Money } from './types.js';

/** What a company has raised is nothing that a stage adds up to. */
const NO_SUM = /(^|_)funding(_|$)/;

/** The currency attribute whose sums say most: `value` of Attio's deals, then what the team added. */
export function moneyAttribute(attributes: readonly Attribute[]): Attribute | undefined {
  const all = attributes.filter((one) => one.type === 'currency' && !one.is_archived && !NO_SUM.test(one.api_slug));
  return all.find((one) => one.api_slug === 'value') ?? all.find((one) => !one.is_system_attribute) ?? all[0];
}

/** `currency` is empty where neither the value nor the attribute names one. undefined: there is no amount. */
export function moneyIn(
  values: readonly AttributeValue[] | null | undefined,
  attribute?: Pick<Attribute, 'config'>,
): Money | undefined {
  const value = Array.isArray(values) ? values[0] : undefined;
  const given: unknown = value?.currency_value;
  if (given === null || given === undefined || given === '') return undefined;
  // Older documents have it as text (api.md section 5).
  const amount = Number(given);
  if (!Number.isFinite(amount)) return undefined;
  const code = value?.currency_code ?? attribute?.config?.currency?.default_currency_code;
  return { amount, currency: typeof code === 'string' ? code : '' };
}
