import type { JsonSchema } from './class.schema.js';
import type { Contracts } from './contract.list.js';

/** Fields whose words may become more. */
const OPEN = /(\.reasons\[\]|\.rows\[\]\.title)\.code$|\.degraded\[\]$/u;

/**
 * Where contracts do more than grow, a line each: what a running neighbour of the version before could not live with.
 *
 * Both versions run side by side while replicas are exchanged. So what was sent before must be accepted now, and what is
 * sent now must be accepted by those before, who leave out fields that they do not know:
 *
 * - events and calls are added, not taken away;
 * - a field is added as optional, and stays;
 * - a field keeps its type, and its limits: a wider one would be refused there, a narrower one here;
 * - but a reason, or the title of a row, may have a code that is new, and a list may be without a part that never was
 *   missing before: whoever shows them leaves out those they have no words for.
 */
export function shrinkage(before: Contracts, now: Contracts): string[] {
  return [
    ...compared('the envelope', before.envelope, now.envelope),
    ...gone('event', before.events, now.events),
    ...gone('call', before.calls, now.calls),
    ...Object.entries(before.events).flatMap(([name, schema]) => compared(name, schema, now.events[name])),
    ...Object.entries(before.calls).flatMap(([name, schema]) => compared(name, schema, now.calls[name])),
    ...Object.entries(before.replies).flatMap(([name, schema]) =>
      compared(`the reply to ${name}`, schema, now.replies[name]),
    ),
  ];
}

function gone(what: string, before: object, now: object): string[] {
  return Object.keys(before)
    .filter((name) => !(name in now))
    .map((name) => `the ${what} ${name} is gone: an older neighbour still uses it`);
}

function compared(path: string, before: JsonSchema, now: JsonSchema | undefined): string[] {
  if (!now) return [];
  const {
    properties: fieldsBefore = {},
    required: neededBefore = [],
    items: itemsBefore,
    ...rulesBefore
  } = before;
  const { properties: fieldsNow = {}, required: neededNow = [], items: itemsNow, ...rulesNow } = now;
  const problems: string[] = [];
  const more = OPEN.test(path) && rulesBefore.enum?.every((word) => rulesNow.enum?.includes(word));
  if (!more && JSON.stringify(rulesBefore) !== JSON.stringify(rulesNow))
    problems.push(`${path}: ${JSON.stringify(rulesBefore)} has become ${JSON.stringify(rulesNow)}`);
  for (const field of Object.keys(fieldsBefore))
    if (!(field in fieldsNow)) problems.push(`${path}.${field} is gone`);
  for (const field of neededNow)
    if (!(field in fieldsBefore))
      problems.push(`${path}.${field} is new and required: an older sender leaves it out`);
    else if (!neededBefore.includes(field))
      problems.push(`${path}.${field} is required now: an older sender may leave it out`);
  for (const field of neededBefore)
    if (field in fieldsNow && !neededNow.includes(field))
      problems.push(`${path}.${field} is optional now: an older consumer refuses a message without it`);
  for (const [field, schema] of Object.entries(fieldsBefore))
    problems.push(...compared(`${path}.${field}`, schema, fieldsNow[field]));
  if (itemsBefore && itemsNow) problems.push(...compared(`${path}[]`, itemsBefore, itemsNow));
  return problems;
}
