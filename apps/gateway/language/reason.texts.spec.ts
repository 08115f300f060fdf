import { describe, expect, it } from '@jest/globals';
import { type CodedReason, REASON_CODES } from '#contracts/recommender/reason.js';
import { LANGUAGES, languageOf } from './language.js';
import { renderReasons } from './reason.texts.js';

const titleOf = (movieId: string) => ({ '78': 'Blade Runner' })[movieId];
const text = (reason: CodedReason, language: 'en' | 'de' = 'en') =>
  renderReasons([reason], language, titleOf)[0].text;

describe('the words of a reason', () => {
  it.each(LANGUAGES)('exist for every code in %s, without a gap', (language) => {
    for (const code of REASON_CODES)
      for (const count of [1, 1234]) {
        const params = { movieId: '78', name: 'Ridley Scott', mean: 4.5, count };
        const words = text({ code, params }, language);
        expect(words).not.toMatch(/\{\{|\}\}|undefined|NaN/);
        expect(words).not.toBe(code);
      }
  });

  it('follow the plural and the numbers of the language', () => {
    const users = (count: number): CodedReason => ({ code: 'similar-users', params: { count, mean: 4 } });
    expect(text(users(1))).toBe('Rated 4.0 by 1 person with your taste');
    expect(text(users(12345))).toBe('Rated 4.0 by 12,345 people with your taste');
    expect(text(users(1), 'de')).toBe('Mit 4,0 bewertet von 1 Person mit deinem Geschmack');
    expect(text(users(12345), 'de')).toBe('Mit 4,0 bewertet von 12.345 Leuten mit deinem Geschmack');
  });

  it('come with kind, code and parameters, and name the film or the person', () => {
    const reasons: CodedReason[] = [
      { code: 'liked', params: { movieId: '78' } },
      { code: 'director-of-liked', params: { movieId: '78', name: 'Ridley Scott' } },
      { code: 'same-keyword', params: { name: 'android' } },
    ];
    expect(renderReasons(reasons, 'en', titleOf)).toEqual([
      {
        kind: 'liked-film',
        code: 'liked',
        params: { movieId: '78' },
        text: 'Because you liked Blade Runner',
        movieId: '78',
        name: 'Blade Runner',
      },
      {
        kind: 'person',
        code: 'director-of-liked',
        params: { movieId: '78', name: 'Ridley Scott' },
        text: 'Directed by Ridley Scott, like Blade Runner',
        movieId: '78',
        name: 'Ridley Scott',
      },
      {
        kind: 'keyword',
        code: 'same-keyword',
        params: { name: 'android' },
        text: 'Also about android',
        name: 'android',
      },
    ]);
  });

  it('are left out where the title of the film is not known', () => {
    expect(renderReasons([{ code: 'liked', params: { movieId: '1' } }], 'en', titleOf)).toEqual([]);
  });

  it('keep names as they are', () => {
    expect(text({ code: 'cast', params: { name: '<b>Zoë & $t(liked)</b>' } })).toBe(
      'With <b>Zoë & $t(liked)</b>',
    );
  });
});

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['fr-FR,fr;q=0.9,en;q=0.7,de;q=0.3', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['en;q=0,de;q=0.1', 'de'],
    ['\u0000;;q=x', 'en'],
  ])('for %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
