import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePythonLiteral, type PythonValue } from './python-literal.js';

/** A value as Python's `repr` prints it. */
function repr(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return reprOfText(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  const entries = Object.entries(value).map(([key, entry]) => `${repr(key)}: ${repr(entry)}`);
  return `{${entries.join(', ')}}`;
}

const NAMED: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Python prefers single quotes, and escapes what cannot be printed. */
function reprOfText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = [...text].map((character) => {
    if (character === quote) return `\\${quote}`;
    if (NAMED[character]) return NAMED[character];
    if (/[\p{L}\p{N}\p{P}\p{S} ]/u.test(character)) return character;
    const code = character.codePointAt(0)!;
    const [kind, length] = code < 0x100 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8];
    return `\\${kind}${code.toString(16).padStart(length as number, '0')}`;
  });
  return quote + body.join('') + quote;
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom("'", '"', '\\', 'n', 'x', 'u', 'U', '0', '\n', '\0', '\ud83c', 'é', '🎬'),
  }),
);
const { value } = fc.letrec<{ value: PythonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<PythonValue>(null, true, false),
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('any value', () => {
  it('comes back from what Python prints of it', () => {
    fc.assert(fc.property(value, (original) => expect(parsePythonLiteral(repr(original))).toEqual(original)));
  });

  it('comes back from JSON, indented or not', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (original, indent) =>
        expect(parsePythonLiteral(JSON.stringify(original, null, indent))).toEqual(original),
      ),
    );
  });
});

describe('any text', () => {
  it('is a value or a syntax error, and nothing else', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '[',
        ']',
        '{',
        '}',
        '(',
        ')',
        ',',
        ':',
        "'",
        '"',
        '\\',
        'u',
        'None',
        '-1.5e3',
        'nan',
        ' ',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          pieces.map((all) => all.join('')),
        ),
        (source) => {
          try {
            parsePythonLiteral(source);
          } catch (error) {
            expect(error).toBeInstanceOf(SyntaxError);
          }
        },
      ),
    );
  });
});
