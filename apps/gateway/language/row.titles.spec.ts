import { describe, expect, it } from '@jest/globals';
import { type CodedRowTitle, KIND_OF_ROW_TITLE, ROW_TITLE_CODES } from '#contracts/recommender/row.js';
import { LANGUAGES } from './language.js';
import { renderRowTitle } from './row.titles.js';

const titleOf = (movieId: string) => ({ '78': 'Blade Runner' })[movieId];

describe('the words of a row’s title', () => {
  it.each(LANGUAGES)('exist for every code in %s, without a gap', (language) => {
    for (const code of ROW_TITLE_CODES) {
      const params = { movieId: '78', name: 'Ridley Scott', count: 3, minutes: 90 };
      const { kind, title } = renderRowTitle({ code, params }, language, titleOf)!;
      expect(kind).toBe(KIND_OF_ROW_TITLE[code]);
      expect(title).toMatchObject({ code, params });
      expect(title.text).not.toMatch(/\{\{|\}\}|undefined|NaN|^row-/);
    }
  });

  it('name worlds and countries in the reader’s language', () => {
    const words = (title: CodedRowTitle, language: 'en' | 'de') =>
      renderRowTitle(title, language, titleOf)?.title.text;
    const french: CodedRowTitle = { code: 'deep-cuts-language', params: { name: 'fr' } };
    expect(words(french, 'en')).toBe('Deep cuts in French');
    expect(words(french, 'de')).toBe('Verborgenes auf Französisch');
    const italy: CodedRowTitle = { code: 'new-country', params: { name: 'IT', movieId: '78' } };
    expect(words(italy, 'en')).toBe('New to you: Italy, because you loved Blade Runner');
  });

  it('are missing for a film without a title, and for a code of a later version', () => {
    const unknown: CodedRowTitle = { code: 'because-you-loved', params: { movieId: '404' } };
    expect(renderRowTitle(unknown, 'en', titleOf)).toBeUndefined();
    const later = { code: 'not-known-yet', params: {} } as unknown as CodedRowTitle;
    expect(renderRowTitle(later, 'en', titleOf)).toBeUndefined();
  });
});
