/** An object as a Markdown document: for a project's docs, or for the prompt of a model. Pure. */
import {
  type AttributeDescription,
  type ChoiceDescription,
  countWords,
  marksOf,
  type ObjectDescription,
  type ObjectName,
  sections,
} from './describe.js';

/** Remote text in a table's cell: shown as it is, on one line, no markup. What Markdown would not read stays unescaped. */
export function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&');
}

/** A slug or id as code; no backtick can end it. */
const code = (text: string) => `\`${text.replace(/[`|\s]/g, '')}\``;

const named = ({ noun, slug }: ObjectName) => `${cell(noun)} (${code(slug)})`;

function choiceText({ title, targetTime, archived }: ChoiceDescription): string {
  const more = [targetTime, archived && 'archived'].filter(Boolean);
  return `${cell(title)}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
}

/** What may stand in it, or what it points to; empty: whatever its type takes. */
function valuesText(one: AttributeDescription): string {
  const parts: string[] = [];
  const { choices, references, otherSide, currency, defaultValue } = one;
  if (choices) {
    const live = choices.filter(({ archived }) => !archived);
    const old = choices.filter(({ archived }) => archived);
    parts.push(live.map(choiceText).join(' · ') || 'no options');
    if (old.length > 0) parts.push(`archived: ${old.map(({ title }) => cell(title)).join(' · ')}`);
  }
  if (one.choicesTrouble) parts.push('options could not be read');
  if (references) parts.push(references.length > 0 ? references.map(named).join(' or ') : 'any object');
  if (otherSide) parts.push(`kept in step with ${code(otherSide.slug)} of ${cell(otherSide.object.noun)}`);
  if (currency) parts.push(cell(currency));
  if (defaultValue) parts.push(`default: ${cell(defaultValue)}`);
  return parts.join('; ');
}

function table(attributes: readonly AttributeDescription[]): string {
  const rows = attributes.map((one) => {
    const type = [one.type, ...marksOf(one).filter((mark) => mark !== 'archived')].join(', ');
    const about = [cell(one.description), valuesText(one)].filter(Boolean).join('<br>');
    return `| ${cell(one.title)} | ${code(one.slug)} | ${cell(type)} | ${about} |`;
  });
  return ['| Attribute | Slug | Type | Values |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/**
 * The document, ending in a newline. It says nothing of when it was made, so that it differs only when the object does.
 * `workspace`: its name in Attio.
 */
export function describeMarkdown(description: ObjectDescription, workspace: string): string {
  const { name, noun, slug, id } = description;
  const { filled, kept, archived } = sections(description);
  const parts = (title: string, list: readonly AttributeDescription[]) =>
    list.length > 0 ? [`## ${title}`, table(list)] : [];
  return `${[
    `# ${cell(name)}`,
    `Object ${code(slug)} of ${cell(workspace)} in Attio; one record is a ${cell(noun)}. Id ${code(id)}. ${countWords(description)}.`,
    ...parts('Attributes', filled),
    ...parts('Kept by Attio', kept),
    ...parts('Archived', archived),
  ].join('\n\n')}\n`;
}
