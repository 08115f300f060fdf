import { describe, expect, it } from '@jest/globals';
import { isNamed, moodOf, shareNamed } from './mood.words.js';

describe('a mood', () => {
  it.each([
    ['a heist that goes wrong', 'a heist that goes wrong', []],
    ['no war', '', ['war']],
    ['something funny, not sad', 'something funny', ['sad']],
    ['a heist but nothing too violent, please', 'a heist', ['violent']],
    ['no war or violence, robots', 'robots', ['war', 'violence']],
    ['Robots without any romance and no ghosts', 'robots', ['romance', 'ghosts']],
    ['I don’t want a musical', '', ['musical']],
    ['  ', '', []],
  ])('is what is wanted, and what is not: %s', (text, wanted, unwanted) => {
    expect(moodOf(text)).toEqual({ wanted, unwanted });
  });

  it('is of a bounded number of phrases', () => {
    expect(moodOf('no a1, no a2, no a3, no a4, no a5, no a6, no a7, no a8').unwanted).toHaveLength(6);
  });
});

describe('a phrase', () => {
  const film = { genres: ['War', 'Comedy'], keywords: ['world war ii', 'bank robbery', 'robots'] };

  it.each(['war', 'wars', 'world war', 'robot', 'bank robbery', 'funny', 'a battle'])(
    'is named by genres and keywords: %s',
    (phrase) => expect(isNamed(phrase, film)).toBe(true),
  );

  it.each(['warm', 'star wars', 'robot love', 'bank war', 'romantic', 'the', ''])('is not: %s', (phrase) =>
    expect(isNamed(phrase, film)).toBe(false),
  );

  it('is named by a theme that goes with it', () => {
    const drama = { genres: ['Drama'], keywords: ['holocaust (shoah)', 'torture'] };
    expect(['sad', 'violent', 'gore'].map((phrase) => isNamed(phrase, drama))).toEqual([true, true, true]);
    expect(['sad', 'violent'].map((phrase) => isNamed(phrase, film))).toEqual([false, false]);
  });

  it('is named in parts', () => {
    expect(shareNamed('a funny robbery in Venice', film)).toBeCloseTo(2 / 3);
    expect(shareNamed('something', film)).toBe(0);
  });
});
