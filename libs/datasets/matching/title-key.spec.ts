import { describe, expect, it } from '@jest/globals';
import { articleToFront, splitTitleAndYear, titleKey, titleKeys } from './title-key.js';

describe('articleToFront', () => {
  it.each([
    ['Matrix, The', 'The Matrix'],
    ["Avventura, L'", "L'Avventura"],
    ['Boot, Das', 'Das Boot'],
    ['Crouching Tiger, Hidden Dragon', 'Crouching Tiger, Hidden Dragon'],
    ['  Heat ', 'Heat'],
  ])('reads %j as %j', (title, expected) => expect(articleToFront(title)).toBe(expected));
});

describe('titleKey', () => {
  it.each([
    ['Amélie', 'amelie'],
    ['Romeo + Juliet', 'romeo juliet'],
    ['Fast & Furious', 'fast and furious'],
    ['Good, the Bad and the Ugly, The', 'the good the bad and the ugly'],
    ["Schindler's List", 'schindlers list'],
    ['WALL·E', 'wall e'],
    ['The Naked Gun 2½', 'the naked gun 2 1 2'],
    ['七人の侍', '七人の侍'],
    ['???', ''],
  ])('folds %j to %j', (title, key) => expect(titleKey(title)).toBe(key));

  it('gives two spellings of one title one key', () => {
    expect(titleKey('Dr. Strangelove')).toBe(titleKey('Dr Strangelove'));
    expect(titleKey('Naked Gun 2 1/2, The')).toBe(titleKey('The Naked Gun 2½'));
  });
});

describe('titleKeys', () => {
  it('tries the whole, the part before the brackets and what is in them', () => {
    expect(titleKeys('Seven (a.k.a. Se7en)')).toEqual(['seven aka se7en', 'seven', 'se7en']);
    expect(titleKeys('City of Lost Children, The (Cité des enfants perdus, La)')).toContain(
      'la cite des enfants perdus',
    );
  });
});

describe('splitTitleAndYear', () => {
  it('takes the year from the end only', () => {
    expect(splitTitleAndYear('Heat (1995)')).toEqual({ title: 'Heat', year: 1995 });
    expect(splitTitleAndYear('1984 (Nineteen Eighty-Four) (1984) ')).toEqual({
      title: '1984 (Nineteen Eighty-Four)',
      year: 1984,
    });
    expect(splitTitleAndYear('Fawlty Towers (1975-1979)')).toEqual({ title: 'Fawlty Towers', year: 1975 });
    expect(splitTitleAndYear('Babylon 5')).toEqual({ title: 'Babylon 5' });
  });
});
