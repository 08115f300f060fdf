import { titleKeys } from '#datasets/matching/title-key.js';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { NameIndex } from './name.index.js';
import { initialsOf } from './name.words.js';

const TITLES = [
  'The Godfather',
  'Seven Samurai',
  'WALL·E',
  'Spider-Man',
  'Spider-Man 2',
  'Rocky II',
  'The Lord of the Rings: The Two Towers',
  'Heat',
  'The Heat',
  'Amélie',
];

describe('NameIndex', () => {
  let index: NameIndex;
  const find = (query: string, forgiving = false) =>
    index
      .find(query, 100, forgiving)
      .map(({ id }) => id)
      .sort();

  beforeEach(() => {
    index = new NameIndex(true);
    for (const title of TITLES)
      index.put({ id: title, keys: titleKeys(title), initials: initialsOf(title), weight: 0, revision: 1 });
  });

  it.each([
    ['godfather', ['The Godfather']],
    ['samurai seven', ['Seven Samurai']],
    ['spider m', ['Spider-Man', 'Spider-Man 2']],
    ['heat', ['Heat', 'The Heat']],
    ['AMELIE', ['Amélie']],
    ['two ring', ['The Lord of the Rings: The Two Towers']],
  ])('finds "%s" by whole words in any order, the last one unfinished', (query, titles) => {
    expect(find(query)).toEqual(titles);
  });

  it.each([
    ['walle', ['WALL·E']],
    ['spiderman', ['Spider-Man', 'Spider-Man 2']],
    ['spiderman 2', ['Spider-Man 2']],
    ['god father', ['The Godfather']],
    ['thegodfather', ['The Godfather']],
    ['7samurai', ['Seven Samurai']],
  ])('finds "%s" wherever its blanks are', (query, titles) => {
    expect(find(query)).toEqual(titles);
  });

  it.each([
    ['7 samurai', ['Seven Samurai']],
    ['rocky 2', ['Rocky II']],
    ['rocky two', ['Rocky II']],
    ['spider man ii', ['Spider-Man 2']],
    ['lotr', ['The Lord of the Rings: The Two Towers']],
  ])('finds "%s", with numbers and titles for short', (query, titles) => {
    expect(find(query)).toEqual(titles);
  });

  it.each([
    ['godfathr', ['The Godfather']],
    ['gofdather', ['The Godfather']],
    ['haet', ['Heat', 'The Heat']],
    ['seven samuria', ['Seven Samurai']],
    ['wal-e', ['WALL·E']],
    ['spidreman', ['Spider-Man']],
    ['sevn samurai', ['Seven Samurai']],
  ])('finds "%s" only when it forgives', (query, titles) => {
    expect(find(query)).toEqual([]);
    expect(find(query, true)).toEqual(expect.arrayContaining(titles));
  });

  it.each(['xqzzvv', 'heat godfather', 'hat trick', 'asdfghjkl', '?!', '', ' ', 'lo'.repeat(250)])(
    'finds nothing for "%s"',
    (query) => {
      expect(find(query, true)).toEqual([]);
    },
  );

  it('tells how well the words fit', () => {
    const quality = (query: string) => index.find(query, 1, true)[0].quality;
    expect(quality('rocky ii')).toBe(1);
    expect(quality('rocky i')).toBeLessThan(1);
    expect(quality('rokcy ii')).toBeLessThan(quality('rocky i'));
    expect(quality('rokcy ii')).toBeGreaterThan(0);
  });

  it('finds what it is told, no longer what it has forgotten, and what has changed by its new name', () => {
    index.put({ id: 'Heat', keys: ['cold', 'very cold'], weight: 0, revision: 2 });
    expect(index.revision('Heat')).toBe(2);
    expect(find('heat')).toEqual(['The Heat']);
    expect(find('verycold')).toEqual(['Heat']);
    index.remove('The Heat');
    index.remove('The Heat');
    expect(find('heat', true)).not.toContain('The Heat');
    index.put({ id: 'new', keys: ['new'], weight: 0, revision: 1 });
    expect(find('new')).toEqual(['new']);
    expect(find('heat')).toEqual([]);
    for (const id of index.allIds()) index.remove(id);
    expect(index.size).toBe(0);
    expect(find('a', true)).toEqual([]);
  });

  it('keeps a title that is spelt as asked for, however many better known ones begin like it', () => {
    for (let n = 0; n < 500; n++)
      index.put({ id: `known ${n}`, keys: [`heat and ${n}`], weight: 1, revision: 1 });
    const found = index.find('heat', 10, false).map(({ id }) => id);
    expect(found).toHaveLength(10);
    expect(found).toEqual(expect.arrayContaining(['Heat', 'The Heat']));
  });
});
