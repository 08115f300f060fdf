import type { RowOfFilms } from '../../api/client';

type Title = RowOfFilms['title'];

/** Why there is such a row, where its title does not say it all. */
const WHY: Partial<Record<Title['code'], (params: Title['params']) => string>> = {
  'for-you': () => 'The best matches of all, by everything you have told us',
  'because-you-loved': () => 'What that film speaks for most',
  'more-of-director': ({ count }) => (count ? `You liked ${count} of their films` : ''),
  'deep-cuts': () => 'Not widely known, and close to what you keep watching',
  'deep-cuts-language': () => 'Not widely known, and close to what you keep watching',
  'deep-cuts-region': () => 'Not widely known, and close to what you keep watching',
  'deep-cuts-country': () => 'Not widely known, and close to what you keep watching',
  'deep-cuts-genre': () => 'Not widely known, and close to what you keep watching',
  'deep-cuts-decade': () => 'Not widely known, and close to what you keep watching',
  'new-country': () => 'You have hardly seen any, and these border on your taste',
  'new-genre': () => 'You have hardly seen any, and these border on your taste',
  'well-known': () => 'Good films for anyone, until your own list is ready',
};

export const whyOf = ({ title: { code, params } }: RowOfFilms) => WHY[code]?.(params);

/** The page with all of a row; the plain list has one with filters. */
export const addressOf = ({ id, kind }: Pick<RowOfFilms, 'id' | 'kind'>) =>
  kind === 'for-you' ? '/list' : `/rows/${id}`;
