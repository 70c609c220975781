/** Asks for one condition: attribute, operator, value. Back leads from each to the one before. */
import type { Attribute } from '../../attio/types.js';
import { fieldWords, operatorsFor } from '../../crm/filters/operators.js';
import type { Condition, OperatorChoice } from '../../crm/filters/types.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { type Asking, attributesOf, box, rememberAttribute } from './asking.js';
import { askOperand } from './askOperand.js';
import type { FilterSpec } from './spec.js';

/** The titles that the condition needs are put into `names`. null: the old one is to go; undefined: closed. */
export async function askCondition(
  asking: Asking,
  names: FilterSpec['names'],
  old?: Condition,
): Promise<Condition | null | Back | undefined> {
  const rows = await attributesOf(asking, (one) => operatorsFor(one.type).length > 0);
  let attribute = old && rows.find(({ value }) => value.api_slug === old.attribute)?.value;
  const changing = attribute !== undefined;
  for (;;) {
    if (attribute === undefined) {
      const items = rows.map((row) => ({ ...row, picked: row.value.api_slug === old?.attribute }));
      const picked = await asking.services.ui.pick<Attribute, Back>(items, {
        ...box(asking),
        placeholder: 'By which attribute?',
        matchOnDescription: true,
      });
      if (picked === undefined || picked === BACK) return picked;
      attribute = picked;
    }
    const condition = await askOperator(asking, attribute, names, old);
    if (condition !== BACK) return condition;
    if (changing) return BACK;
    attribute = undefined;
  }
}

async function askOperator(
  asking: Asking,
  attribute: Attribute,
  names: FilterSpec['names'],
  old: Condition | undefined,
): Promise<Condition | null | Back | undefined> {
  const { api_slug, type, title } = attribute;
  const before = old?.attribute === api_slug && old.type === type ? old : undefined;
  for (let last = before; ; ) {
    const items = operatorsFor(type).map(
      (one): PickItem<OperatorChoice | null> => ({
        label: one.words,
        ...(one.field && { description: fieldWords(one.field) }),
        group: one.field ? `${title}: ${fieldWords(one.field)}` : title,
        picked: one.operator === last?.operator && one.field === last.field,
        value: one,
      }),
    );
    if (old) items.push({ label: 'Remove This Condition', icon: 'trash', group: 'Otherwise', value: null });
    const choice = await asking.services.ui.pick<OperatorChoice | null, Back>(items, {
      ...box(asking, title),
      placeholder: `${title} …`,
      matchOnDescription: true,
    });
    if (choice === undefined || choice === BACK || choice === null) return choice;
    const { field, operator, takes } = choice;
    const current = before && sameTakes(before, choice) ? before.values : [];
    const values = takes === 'nothing' ? [] : await askOperand(asking, attribute, choice, current, names);
    if (values === undefined) return undefined;
    const condition = { attribute: api_slug, type, ...(field !== undefined && { field }), operator };
    if (values === BACK) {
      last = { ...condition, values: current };
      continue;
    }
    rememberAttribute(names, attribute);
    return { ...condition, values };
  }
}

/** Whether the values of a condition can stand for another operator too. */
function sameTakes(condition: Condition, { takes, field }: OperatorChoice): boolean {
  const was = operatorsFor(condition.type).find(
    (one) => one.operator === condition.operator && one.field === condition.field,
  );
  return was?.takes === takes && was.field === field;
}
