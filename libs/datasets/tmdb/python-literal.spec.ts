import { describe, expect, it } from '@jest/globals';
import { parsePythonLiteral } from './python-literal.js';
import { namesIn } from './python-names.js';

describe('parsePythonLiteral', () => {
  it('reads what Python writes for a list of dicts', () => {
    const cell = `[{'id': 16, 'name': 'Animation', 'rate': -1.5e2, 'path': None, 'kept': True}, {'id': 35, 'name': "Ocean's"}]`;
    expect(parsePythonLiteral(cell)).toEqual([
      { id: 16, name: 'Animation', rate: -150, path: null, kept: true },
      { id: 35, name: "Ocean's" },
    ]);
  });

  it('reads JSON and tuples as well', () => {
    expect(parsePythonLiteral('{"a": [1, 2.5, null, false]}')).toEqual({ a: [1, 2.5, null, false] });
    expect(parsePythonLiteral("('x', 'y',)")).toEqual(['x', 'y']);
    expect(parsePythonLiteral(' [ ] ')).toEqual([]);
  });

  it.each([
    [String.raw`'It\'s'`, "It's"],
    [String.raw`'caf\xe9 \u4e03 \U0001F3AC'`, 'café 七 🎬'],
    [String.raw`'a\nb\tc\\d'`, 'a\nb\tc\\d'],
    [String.raw`u'old'`, 'old'],
    [String.raw`'\ud83c\udfac'`, '🎬'],
  ])('understands the escapes of %s', (text, expected) => expect(parsePythonLiteral(text)).toBe(expected));

  it.each([
    ["[{'id': 1", 'the end'],
    ["'open", 'the end inside a string'],
    ["[1] x'", 'more text'],
    ['__import__("os")', '__import__'],
    [String.raw`'\u12'`, String.raw`\u12'`],
    ['['.repeat(100_000), 'more nesting'],
    ['', 'the end'],
    ['constructor', 'constructor'],
  ])('refuses %.20s', (text, what) => {
    expect(() => parsePythonLiteral(text)).toThrow(SyntaxError);
    expect(() => parsePythonLiteral(text)).toThrow(what);
  });

  it('makes no prototype of a key with that name', () => {
    const value = parsePythonLiteral("{'__proto__': {'polluted': 1}}");
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});

describe('namesIn', () => {
  it('collects names and passes over what has none', () => {
    expect(namesIn("[{'name': ' Drama '}, {'id': 3}, {'name': None}, {'name': ''}, 7]")).toEqual(['Drama']);
    expect(namesIn('')).toEqual([]);
    expect(namesIn("{'name': 'no list'}")).toEqual([]);
  });
});
