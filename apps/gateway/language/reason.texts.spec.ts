import { describe, expect, it } from '@jest/globals';
import { type CodedReason, REASON_CODES } from '#contracts/recommender/reason.js';
import { LANGUAGES, languageOf } from './language.js';
import { WORLD_AXES } from '#contracts/recommender/recommendation.js';
import { renderReasons, toldWorld } from './reason.texts.js';

const titleOf = (movieId: string) => ({ '78': 'Blade Runner', '603': 'The Matrix' })[movieId];
const text = (reason: CodedReason, language: 'en' | 'de' = 'en') =>
  renderReasons([reason], language, titleOf)[0].text;

describe('the words of a reason', () => {
  it.each(LANGUAGES)('exist for every code in %s, without a gap', (language) => {
    for (const code of REASON_CODES)
      for (const count of [1, 1234]) {
        const params = { movieId: '78', otherId: '603', name: 'Ridley Scott', mean: 4.5, count, liked: 7 };
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

  it('name genres as the language does', () => {
    const liked: CodedReason = { code: 'genre-liked', params: { name: 'Romance' } };
    expect([text(liked), text(liked, 'de')]).toEqual(['You like Romance', 'Du magst das Genre Liebesfilm']);
    const named: CodedReason = { code: 'director', params: { name: 'Romance' } };
    expect(text(named, 'de')).toBe('Regie: Romance');
  });

  it('name two liked films in one sentence, with how many people liked all three', () => {
    const two: CodedReason = { code: 'liked-two', params: { movieId: '78', otherId: '603', count: 18 } };
    expect(text(two)).toBe('Because you liked Blade Runner and The Matrix; 18 people liked all three');
    expect(text(two, 'de')).toBe(
      'Weil dir „Blade Runner“ und „The Matrix“ gefallen haben; 18 Leute mochten alle drei',
    );
    const untold: CodedReason = { code: 'liked-two', params: { movieId: '78', otherId: '404', count: 18 } };
    expect(renderReasons([untold], 'en', titleOf)).toEqual([]);
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

  it('name the world of a taste in the reader’s language', () => {
    const french: CodedReason = { code: 'world-language', params: { name: 'fr', liked: 7, count: 8 } };
    expect(text(french)).toBe('In French, like 7 of the 8 films you liked');
    expect(text(french, 'de')).toBe('Auf Französisch, wie 7 der 8 Filme, die dir gefallen haben');
    const asian: CodedReason = { code: 'world-region', params: { name: 'east-asia', liked: 7, count: 8 } };
    expect(text(asian)).toBe('East Asian cinema, like 7 of the 8 films you liked');
    const australian: CodedReason = { code: 'world-country', params: { name: 'AU', liked: 7, count: 8 } };
    expect(text(australian)).toMatch(/^From Australia, like 7/);
    const forties: CodedReason = { code: 'world-decade', params: { name: '1940s', liked: 7, count: 8 } };
    expect(text(forties, 'de')).toMatch(/^Aus den 1940ern, wie/);
    expect(text({ code: 'world-language', params: { name: 'cn', liked: 2, count: 2 } })).toMatch(
      /^In Cantonese/,
    );
    expect(text({ code: 'world-language', params: { name: '?!', liked: 2, count: 2 } })).toMatch(/^In \?!,/);
  });

  it('say how much more of a world there is', () => {
    const hindi = { axis: 'language' as const, name: 'hi', liked: 7, of: 8, inCatalogue: 12 };
    expect(toldWorld(hindi, 'en')).toEqual({ ...hindi, text: '12 more films in Hindi are here' });
    expect(toldWorld({ ...hindi, inCatalogue: 1 }, 'de').text).toBe('1 weiterer Film auf Hindi ist hier');
    for (const language of LANGUAGES)
      for (const axis of WORLD_AXES)
        for (const inCatalogue of [0, 1, 1234])
          expect(toldWorld({ ...hindi, axis, inCatalogue }, language).text).not.toMatch(
            /\{\{|undefined|^more/,
          );
  });

  it('are left out where the title of the film is not known', () => {
    expect(renderReasons([{ code: 'liked', params: { movieId: '1' } }], 'en', titleOf)).toEqual([]);
  });

  it('are left out where there are no words for what a newer recommender says', () => {
    const newer = { code: 'yet-unknown', params: {} } as unknown as CodedReason;
    expect(renderReasons([newer, { code: 'unrated', params: {} }], 'en', titleOf)).toHaveLength(1);
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
