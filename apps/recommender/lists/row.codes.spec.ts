import { describe, expect, it } from '@jest/globals';
import { ROW_ID } from '#contracts/recommender/row.js';
import type { RowTheme } from '#ranking/rows/row.js';
import { codeRow } from './row.codes.js';

describe('what a row is called', () => {
  it('has an address and a title for every theme', () => {
    const themes: RowTheme<string>[] = [
      { kind: 'list' },
      { kind: 'liked-film', item: 'ml-78' },
      { kind: 'director', name: 'Agnès Varda', liked: 3 },
      { kind: 'deep-cuts' },
      { kind: 'deep-cuts', world: { axis: 'region', name: 'nordic' } },
      { kind: 'new', axis: 'country', name: 'IT', item: '78' },
      { kind: 'recent' },
      { kind: 'short', minutes: 90 },
      { kind: 'watchlist' },
      { kind: 'owned' },
      { kind: 'genre', name: 'Science Fiction' },
      { kind: 'genre', name: '科幻' },
    ];
    const rows = themes.map((theme) => codeRow(theme, true));
    expect(rows.every(({ id }) => ROW_ID.test(id))).toBe(true);
    expect(rows.map(({ id, title }) => [id, title.code, title.params])).toEqual([
      ['for-you', 'for-you', {}],
      ['because-ml-78', 'because-you-loved', { movieId: 'ml-78' }],
      ['director', 'more-of-director', { name: 'Agnès Varda', count: 3 }],
      ['deep-cuts', 'deep-cuts', {}],
      ['deep-cuts', 'deep-cuts-region', { name: 'nordic' }],
      ['new-to-you', 'new-country', { name: 'IT', movieId: '78' }],
      ['new-films', 'new-films', {}],
      ['short-evenings', 'short-evenings', { minutes: 90 }],
      ['watchlist', 'watchlist', {}],
      ['at-home', 'at-home', {}],
      ['genre-science-fiction', 'well-known-genre', { name: 'Science Fiction' }],
      ['genre-e7a791e5b9bb', 'well-known-genre', { name: '科幻' }],
    ]);
  });

  it('is that of well-known films where the list is of somebody who has rated nothing', () => {
    expect(codeRow({ kind: 'list' }, false)).toMatchObject({ id: 'for-you', title: { code: 'well-known' } });
  });
});
