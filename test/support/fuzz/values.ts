import fc from 'fast-check';
import { type ApiDocument, resolved, type Schema } from './routes.js';

/** JSON text, because some of it no JavaScript value gives: levels without end, the same key twice. */
export type Json = fc.Arbitrary<string>;

const HUGE = 100_000;
const DEEP = 5000;

/** Text that programs have stumbled over. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e',
    'null',
    'NaN',
    '__proto__',
    'constructor',
    '$gt',
    '{"$gt":""}',
    "' or 1=1 --",
    '../../etc/passwd',
    '%00',
    '🎬'.repeat(50),
    '\r\nset-cookie: a=b',
    '.*(a+)+$',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer({ min: 100, max: HUGE }).map((length) => 'x'.repeat(length)),
);

/** JSON that fits no field, as text. */
export const hostileJson: Json = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    '-1',
    '0.1',
    '1e308',
    '1e999',
    '9007199254740993',
    '[]',
    '{}',
    '[null]',
    '[[]]',
    '{"$gt":""}',
    '{"$ne":null}',
    '{"$where":"sleep(1000)"}',
    '{"$regex":".*"}',
    '{"toString":"x"}',
    '{"toString":null,"valueOf":null}',
    '{"length":1e9}',
    '{"then":"x"}',
    '{"toJSON":1}',
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"admin":true}}}',
    '{"a":1,"a":2}',
  ),
  oddText.map((text) => JSON.stringify(text)),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  fc.integer({ min: 1, max: DEEP }).map((levels) => '['.repeat(levels) + ']'.repeat(levels)),
  fc.integer({ min: 1, max: DEEP }).map((levels) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels)),
);

/** Mostly what a schema asks for, and now and then something hostile in any of its places. */
export function nearlyValidJson(document: ApiDocument, schema: Schema): Json {
  const { type, properties, required = [], items, minItems = 0, ...rest } = resolved(document, schema);
  const usual = (): Json => {
    if (type === 'object' || properties) return objectJson(document, properties ?? {}, required);
    if (type === 'array')
      return fc
        .array(nearlyValidJson(document, items ?? {}), { minLength: minItems, maxLength: minItems + 3 })
        .map((texts) => `[${texts.join(',')}]`);
    return scalar({ type, ...rest }).map((value) => JSON.stringify(value));
  };
  return fc.oneof({ weight: 9, arbitrary: usual() }, { weight: 1, arbitrary: hostileJson });
}

function objectJson(document: ApiDocument, properties: Record<string, Schema>, required: string[]): Json {
  const fields = Object.entries(properties).map(([name, schema]) =>
    fc
      .tuple(fc.nat(required.includes(name) ? 15 : 1), nearlyValidJson(document, schema))
      .map(([left, value]) => (left === 0 ? '' : `${JSON.stringify(name)}:${value}`)),
  );
  const stranger = fc.oneof(
    { weight: 9, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('__proto__', 'constructor', '$set', 'userId', 'role', 'id', ''), hostileJson)
        .map(([name, value]) => `${JSON.stringify(name)}:${value}`),
    },
  );
  return fc.tuple(...fields, stranger).map((parts) => `{${parts.filter(Boolean).join(',')}}`);
}

/** A text, number or boolean that a schema allows. */
export function scalar(schema: Schema): fc.Arbitrary<string | number | boolean> {
  const { type, format, pattern, minimum = 0, maximum = 3000, multipleOf, minLength = 1 } = schema;
  if (schema.enum) return fc.constantFrom(...(schema.enum as string[]));
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer({ min: minimum, max: maximum });
  if (type === 'number')
    return multipleOf
      ? fc
          .integer({ min: minimum / multipleOf, max: maximum / multipleOf })
          .map((steps) => steps * multipleOf)
      : fc.double({ min: minimum, max: maximum, noNaN: true });
  if (format === 'email') return fc.uuid().map((id) => `${id}@example.com`);
  // The small data set's movies are numbered so.
  if (pattern?.includes('ml-')) return fc.integer({ min: 995, max: 1065 }).map(String);
  if (format === 'date-time') return fc.constant('2026-11-23T15:04:05.000Z');
  const examples = typeof schema.example === 'string' && !/password/i.test(JSON.stringify(schema));
  const words = fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, 20) });
  return examples ? fc.oneof(fc.constant(schema.example as string), words) : words;
}
