import type { RowOfFilms } from '../../api/client';
import { home } from '../../words/en/home';

/** Why there is such a row, where its title does not say it all. */
export function whyOf({ title: { code, params } }: RowOfFilms): string | undefined {
  if (code === 'more-of-director') return params.count ? home.likedOfDirector(params.count) : undefined;
  return (home.why as Partial<Record<typeof code, string>>)[code];
}

/** The page with all of a row; the plain list has one with filters. */
export const addressOf = ({ id, kind }: Pick<RowOfFilms, 'id' | 'kind'>) =>
  kind === 'for-you' ? '/list' : `/rows/${id}`;
