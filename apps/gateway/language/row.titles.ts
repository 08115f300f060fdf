import { WORLD_AXES, type WorldAxis } from '#contracts/recommender/recommendation.js';
import {
  type CodedRowTitle,
  KIND_OF_ROW_TITLE,
  type RowKind,
  type RowTitle,
  type RowTitleCode,
} from '#contracts/recommender/row.js';
import type { Language } from './language.js';
import { texts } from './texts.js';
import { genreName, worldName } from './world.names.js';

/** What the name is of, in titles of worlds. */
const AXIS_OF_TITLE: Partial<Record<RowTitleCode, WorldAxis>> = {
  ...Object.fromEntries(WORLD_AXES.map((axis) => [`deep-cuts-${axis}`, axis])),
  'new-country': 'country',
  'new-genre': 'genre',
};

/**
 * Puts the title of a row into words; undefined when it names a movie nobody can tell the title of, or when its code is
 * not known: while replicas are exchanged, a newer recommender may have more of them.
 *
 * @param titleOf  the title of a movie that it names
 */
export function renderRowTitle(
  { code, params }: CodedRowTitle,
  language: Language,
  titleOf: (movieId: string) => string | undefined,
): { kind: RowKind; title: RowTitle } | undefined {
  const title = params.movieId === undefined ? undefined : titleOf(params.movieId);
  if (!Object.hasOwn(KIND_OF_ROW_TITLE, code) || (params.movieId !== undefined && title === undefined))
    return undefined;
  const axis = AXIS_OF_TITLE[code];
  const subject = axis && params.name !== undefined ? worldName(axis, params.name, language) : undefined;
  const name = code === 'well-known-genre' && params.name ? genreName(params.name, language) : params.name;
  const text = texts[language](`row-${code}`, { ...params, name, title, subject });
  return { kind: KIND_OF_ROW_TITLE[code], title: { code, params, text } };
}
