import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { articleToFront, titleKey, titleKeys } from './title-key.js';

const ARTICLES = [
  'The',
  'A',
  'An',
  'La',
  'Le',
  'Les',
  "L'",
  'L’',
  'El',
  'Los',
  'Der',
  'Die',
  'Das',
  'Il',
  'Det',
  'O',
];

/** Titles of letters with and without accents, as catalogues have them. */
const catalogued = fc.string({
  unit: fc.constantFrom(..."aeiouçñöÅéßæœøłđþıİΣςДйЇ七½²&'’´`.,:-( )019"),
  maxLength: 12,
});
const title = fc.oneof(fc.string({ unit: 'binary' }), catalogued);
const words = fc
  .array(fc.constantFrom('Matrix', 'Élodie', 'Boot', 'Ångström', '2001', 'and', 'É.T.', '七人'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) => all.join(' '));

describe('the key of any title', () => {
  it('is its own key', () => {
    fc.assert(fc.property(title, (text) => expect(titleKey(titleKey(text))).toBe(titleKey(text))));
  });

  it('is letters and digits with single spaces between', () => {
    fc.assert(
      fc.property(title, (text) => expect(titleKey(text)).toMatch(/^([\p{L}\p{N}]+( [\p{L}\p{N}]+)*)?$/u)),
    );
  });

  it('is the same in capitals', () => {
    // Behind a comma I is an article and ı is not.
    const unmoved = catalogued.filter((text) => !text.includes(','));
    fc.assert(fc.property(unmoved, (text) => expect(titleKey(text.toUpperCase())).toBe(titleKey(text))));
  });

  it('is the same however accents are written, and with more of them', () => {
    fc.assert(
      fc.property(title, fc.constantFrom('NFC', 'NFD'), (text, form) =>
        expect(titleKey(text.normalize(form))).toBe(titleKey(text)),
      ),
    );
    fc.assert(
      fc.property(words, (text) => {
        expect(titleKey(text.replace(/\p{L}/gu, '$&\u0301'))).toBe(titleKey(text));
      }),
    );
  });

  it('is the same whichever apostrophe is typed', () => {
    fc.assert(
      fc.property(words, words, fc.constantFrom('’', '`', '´'), (before, after, apostrophe) => {
        expect(titleKey(before + apostrophe + after)).toBe(titleKey(`${before}'${after}`));
      }),
    );
  });

  it('is the same with its article before or behind', () => {
    fc.assert(
      fc.property(words, fc.constantFrom(...ARTICLES), (text, article) => {
        const front = /['’]$/.test(article) ? article + text : `${article} ${text}`;
        expect(articleToFront(`${text}, ${article}`)).toBe(front);
        expect(titleKey(`${text}, ${article}`)).toBe(titleKey(front));
        expect(titleKey(`${text}, ${article.toLowerCase()}`)).toBe(titleKey(front));
      }),
    );
  });

  it('is the first of its keys, unless it is empty', () => {
    fc.assert(
      fc.property(title, (text) => {
        const keys = titleKeys(text);
        expect(keys).not.toContain('');
        expect(new Set(keys).size).toBe(keys.length);
        if (titleKey(text) !== '') expect(keys[0]).toBe(titleKey(text));
      }),
    );
  });
});
