import { afterEach, describe, expect, it } from '@jest/globals';
import { german } from './de';
import * as english from './en';
import { translate } from './words';

type Text = string | string[] | ((...values: never[]) => string) | { [key: string]: Text };
type Said = (...values: unknown[]) => string;
const AREAS = Object.keys(english) as (keyof typeof english)[];
/** What the catalogue calls genres, not we, so English has no words of its own for it. */
const NAMES = ['genres', 'shortGenres'];

/** Every text of some, by where it stands. */
function textsOf(texts: Text, at = ''): [at: string, text: string | Said][] {
  if (typeof texts === 'string' || typeof texts === 'function') return [[at, texts as string | Said]];
  return Object.entries(texts).flatMap(([key, text]) => textsOf(text, `${at}.${key}`));
}

/** Numbers that no text has of itself, for as many values as it takes. */
const values = (text: Said) => Array.from({ length: text.length }, (_, at) => 31 + at);
const tags = (text: string) => (text.match(/<\w+>/gu) ?? []).sort();
const numbers = (text: string) => (text.match(/3\d/gu) ?? []).sort();
const said = (text: string | Said) => (typeof text === 'string' ? text : text(...values(text)));

afterEach(() => translate({}));

describe.each(AREAS.filter((area) => !NAMES.includes(area)))('the texts of %s', (area) => {
  const inEnglish = textsOf(english[area] as Text);
  const inGerman = new Map(textsOf(german[area] as Text));

  it('are all there in German', () => {
    expect([...inGerman.keys()].sort()).toEqual(inEnglish.map(([at]) => at).sort());
    for (const [at, text] of inGerman) expect([at, said(text).trim()]).not.toEqual([at, '']);
  });

  it('take the same values and tags, and say them', () => {
    for (const [at, text] of inEnglish) {
      const other = said(inGerman.get(at)!);
      expect([at, tags(other)]).toEqual([at, tags(said(text))]);
      if (typeof text === 'function') expect([at, numbers(other)]).toEqual([at, numbers(said(text))]);
    }
  });

  it('have a form for one where English has', () => {
    const forms = (text: Said) =>
      new Set([1, 2].map((count) => text(...values(text).fill(count)).replaceAll(/\d/gu, ''))).size;
    for (const [at, text] of inEnglish)
      if (typeof text === 'function' && forms(text) > 1)
        expect([at, forms(inGerman.get(at) as Said)]).toEqual([at, 2]);
  });

  it('are set with the marks of their language', () => {
    for (const [at, text] of inGerman)
      expect([at, said(text)]).not.toEqual([at, expect.stringMatching(/["”…]\w|“\w|\w…|'/u)]);
    for (const [at, text] of inEnglish)
      expect([at, said(text)]).not.toEqual([at, expect.stringMatching(/["„]|\w'\w/u)]);
  });

  it('are read in the language of the page', () => {
    const inEnglishToo = { ...english[area] };
    translate(german);
    for (const key of Object.keys(inEnglishToo))
      expect(english[area][key as never]).toBe(german[area][key as never]);
    translate({});
    expect({ ...english[area] }).toEqual(inEnglishToo);
  });
});
