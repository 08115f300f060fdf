import type { CodedRowTitle, RankedRow, RowTitleCode, RowTitleParams } from '#contracts/recommender/row.js';
import type { RowTheme } from '#ranking/rows/row.js';

/**
 * What a row is called in addresses, and its title.
 *
 * @param isKnown  whether the page is for somebody who has rated anything
 */
export function codeRow(theme: RowTheme<string>, isKnown: boolean): Pick<RankedRow, 'id' | 'title'> {
  switch (theme.kind) {
    case 'list':
      return row('for-you', isKnown ? 'for-you' : 'well-known');
    case 'liked-film':
      return row(`because-${theme.item}`, 'because-you-loved', { movieId: theme.item });
    case 'director':
      return row('director', 'more-of-director', { name: theme.name, count: theme.liked });
    case 'deep-cuts':
      return theme.world
        ? row('deep-cuts', `deep-cuts-${theme.world.axis}`, { name: theme.world.name })
        : row('deep-cuts', 'deep-cuts');
    case 'new':
      return row('new-to-you', `new-${theme.axis}`, { name: theme.name, movieId: theme.item });
    case 'recent':
      return row('new-films', 'new-films');
    case 'short':
      return row('short-evenings', 'short-evenings', { minutes: theme.minutes });
    case 'watchlist':
      return row('watchlist', 'watchlist');
    case 'owned':
      return row('at-home', 'at-home');
    case 'genre':
      return row(`genre-${slug(theme.name)}`, 'well-known-genre', { name: theme.name });
  }
}

function row(
  id: string,
  code: RowTitleCode,
  params: RowTitleParams = {},
): { id: string; title: CodedRowTitle } {
  return { id, title: { code, params } };
}

/** A name as it stands in addresses: its letters and digits, or its bytes where it has others. */
function slug(name: string): string {
  const plain = /^[a-z0-9 &-]+$/i.test(name);
  return (plain ? name.toLowerCase().replace(/[^a-z0-9]+/g, '-') : Buffer.from(name).toString('hex')).slice(
    0,
    60,
  );
}
