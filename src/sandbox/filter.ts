/**
 * The filter language of the two query endpoints (api.md section 6): shorthand and verbose forms, `$and`, `$or`,
 * `$not`, paths through references. Compiled once into a predicate; what Attio refuses is refused with its codes.
 */

import { filterType, OPERATORS, satisfies } from './filterTypes.js';
import type { AttributeDef, Container, Row, Value } from './model.js';
import { invalid } from './problem.js';
import { activeValues, findAttribute, type Workspace } from './workspace.js';

export interface Compiled {
  matches(row: Row): boolean;
  /** Number of conditions, for the score header. */
  conditions: number;
  /** Set when the filter can only match rows with these ids, so that nothing else need be looked at. */
  ids?: string[];
  /** Set when the filter asks for one value of a unique attribute, which few rows can have. */
  unique?: { attribute: AttributeDef; key: string };
}

type Json = Record<string, unknown>;
type ValueTest = (value: Value) => boolean;

const isObject = (input: unknown): input is Json =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

/** Throws a Problem (400) with Attio's code for what Attio refuses, before any row is looked at. */
export function compileFilter(workspace: Workspace, container: Container, filter: unknown): Compiled {
  const compiler = new Compiler(workspace);
  const matches = compiler.node(container, filter, false);
  const unique = onlyUnique(container, filter);
  return { matches, conditions: compiler.conditions, ids: onlyIds(container, filter), ...(unique && { unique }) };
}

/** The value that a filter of the forms `{attribute: value}`, `{attribute: {$eq}}`, `{attribute: {field: {$eq}}}` asks for. */
function onlyUnique(container: Container, filter: unknown): Compiled['unique'] {
  if (!isObject(filter)) return undefined;
  const [slug, ...others] = Object.keys(filter);
  const attribute = slug === undefined || others.length > 0 ? undefined : findAttribute(container, slug);
  if (!attribute?.unique || !['domain', 'email-address'].includes(attribute.type)) return undefined;
  const only = (input: unknown, key: string) =>
    isObject(input) && Object.keys(input).length === 1 ? (input[key] ?? input) : input;
  const key = only(only(filter[slug!], attribute.type === 'domain' ? 'domain' : 'email_address'), '$eq');
  return typeof key === 'string' ? { attribute, key: key.toLowerCase() } : undefined;
}

/** Ids that a filter of the forms `{record_id: id}`, `{record_id: {$eq}}`, `{record_id: {$in}}` asks for. */
function onlyIds(container: Container, filter: unknown): string[] | undefined {
  if (!isObject(filter)) return undefined;
  const slug = container.kind === 'lists' ? 'entry_id' : 'record_id';
  const keys = Object.keys(filter);
  const condition = filter[slug];
  if (keys.length !== 1 || condition === undefined) return undefined;
  if (typeof condition === 'string') return [condition];
  if (!isObject(condition) || Object.keys(condition).length !== 1) return undefined;
  if (typeof condition.$eq === 'string') return [condition.$eq];
  return Array.isArray(condition.$in) ? [...new Set(condition.$in.map(String))] : undefined;
}

class Compiler {
  conditions = 0;
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** `negated`: directly within `$not`, where Attio reads every key as an attribute. */
  node(container: Container, node: unknown, negated: boolean): (row: Row) => boolean {
    if (!isObject(node)) throw invalid('filter_error', 'Invalid filter: an object is expected.');
    if ('path' in node) return this.#path(container, node);
    const tests = Object.entries(node).map(([key, condition]) => {
      if (!key.startsWith('$')) return this.#attribute(container, key, condition);
      // `$not` around `$or` is refused [wire]; around `$and` and `$not` it is not known, and refused alike.
      if (negated || !['$and', '$or', '$not'].includes(key)) {
        throw invalid('unknown_filter_attribute_slug', `Unknown attribute slug: ${key}`);
      }
      if (key === '$not') {
        const test = this.node(container, condition, true);
        return (row: Row) => !test(row);
      }
      if (!Array.isArray(condition)) throw invalid('filter_error', `Invalid filter: ${key} takes an array.`);
      const parts = condition.map((part) => this.node(container, part, false));
      if (key === '$and') return (row: Row) => parts.every((test) => test(row));
      return (row: Row) => parts.some((test) => test(row));
    });
    return (row) => tests.every((test) => test(row));
  }

  #attribute(container: Container, slug: string, condition: unknown): (row: Row) => boolean {
    const attribute = findAttribute(container, slug);
    if (!attribute || attribute.archived) {
      throw invalid('unknown_filter_attribute_slug', `Unknown attribute slug: ${slug}`);
    }
    const test = this.#values(attribute, condition);
    return (row) => test(activeValues(attribute, row, container));
  }

  /** A test of an attribute's values: some one of them must satisfy all conditions; none at all fails all but emptiness. */
  #values(attribute: AttributeDef, condition: unknown): (values: Value[]) => boolean {
    const type = filterType(attribute);
    const byProperty: Json = {};
    const given = isObject(condition) ? condition : { $eq: condition };
    for (const [key, part] of Object.entries(given)) {
      if (!key.startsWith('$')) byProperty[key] = isObject(part) ? part : { $eq: part };
      else if (type.main) byProperty[type.main] = { ...(byProperty[type.main] as Json | undefined), [key]: part };
      else throw invalid('invalid_filter_field', `A property of attribute "${attribute.slug}" must be named.`);
    }
    for (const name of type.together ?? []) {
      if (!(name in byProperty)) {
        throw invalid('filter_error', `Both ${type.together!.join(' and ')} are needed to filter "${attribute.slug}".`);
      }
    }
    const tests = Object.entries(byProperty).map(([name, operators]) =>
      this.#property(attribute, name, operators as Json),
    );
    return (values) =>
      values.length === 0
        ? tests.every((one) => one.empty)
        : values.some((value) => tests.every((one) => one.test(value)));
  }

  #property(attribute: AttributeDef, name: string, operators: Json): { test: ValueTest; empty: boolean } {
    const property = filterType(attribute).properties[name];
    if (!property) throw invalid('invalid_filter_field', `Invalid field "${name}" for attribute "${attribute.slug}".`);
    const tests = Object.entries(operators).map(([operator, input]) => {
      if (!OPERATORS.has(operator) || !property.operators.has(operator)) {
        throw invalid('invalid_filter_operator', `Invalid operator "${operator}" for attribute "${attribute.slug}".`);
      }
      this.conditions += 1;
      const operand = operandOf(operator, input, property.operand);
      return { operator, operand, test: (value: Value) => satisfies(operator, property.read(value), operand) };
    });
    const empty = tests.every(({ operator, operand }) => operator === '$not_empty' && operand === false);
    return { test: (value) => tests.every(({ test }) => test(value)), empty: empty && tests.length > 0 };
  }

  /** `{path: [[object, attribute], …], constraints}`: true when some way along the references satisfies the end. */
  #path(container: Container, node: Json): (row: Row) => boolean {
    const steps = pathSteps(this.#workspace, container, node.path);
    const last = steps.at(-1)!;
    const end = this.#values(last.attribute, node.constraints ?? {});
    return (row) => this.#walk(steps, 0, row, end);
  }

  #walk(steps: Step[], at: number, row: Row, end: (values: Value[]) => boolean): boolean {
    const { container, attribute } = steps[at]!;
    const values = activeValues(attribute, row, container);
    if (at === steps.length - 1) return end(values);
    const next = steps[at + 1]!.container;
    return values.some((value) => {
      if (value.data.target_object !== next.slug) return false;
      const target = this.#workspace.rows(next).get(String(value.data.target_record_id));
      return target !== undefined && this.#walk(steps, at + 1, target, end);
    });
  }
}

function operandOf(operator: string, input: unknown, one: (input: unknown) => unknown): unknown {
  if (operator === '$not_empty') {
    if (typeof input !== 'boolean') throw invalid('filter_error', 'Invalid filter value: $not_empty takes a boolean.');
    return input;
  }
  if (operator !== '$in') return one(input);
  if (!Array.isArray(input)) throw invalid('filter_error', 'Invalid filter value: $in takes an array.');
  return input.map(one);
}

export interface Step {
  container: Container;
  attribute: AttributeDef;
}

/** The steps of a path, checked: it starts at what is queried, and each but the last is a reference to the next. */
export function pathSteps(workspace: Workspace, container: Container, path: unknown): Step[] {
  if (!Array.isArray(path) || path.length === 0)
    throw invalid('filter_error', 'Invalid path: an array of pairs is expected.');
  const steps = path.map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2 || pair.some((part) => typeof part !== 'string')) {
      throw invalid('filter_error', 'Invalid path: each step is a pair of an object and an attribute.');
    }
    const [of, slug] = pair as [string, string];
    const all = [...workspace.objects, ...workspace.lists];
    const found = all.find((one) => one.slug === of || one.id === of);
    if (!found) throw invalid('filter_error', `Invalid path: object or list with slug/ID "${of}" not found.`);
    const attribute = findAttribute(found, slug);
    if (!attribute) throw invalid('unknown_filter_attribute_slug', `Unknown attribute slug: ${slug}`);
    return { container: found, attribute };
  });
  if (steps[0]!.container !== container) {
    throw invalid('filter_error', `Invalid path: it must start at "${container.slug}".`);
  }
  for (const step of steps.slice(0, -1)) {
    if (step.attribute.type !== 'record-reference') {
      throw invalid('filter_error', `Invalid path: "${step.attribute.slug}" is not a record reference.`);
    }
  }
  return steps;
}
