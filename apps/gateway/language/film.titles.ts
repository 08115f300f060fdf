import { tagsFor } from '#contracts/protocol/language.tags.js';
import type { MovieCard, MovieDetails } from '#contracts/catalog/movie.js';

type ByLanguage = Readonly<Record<string, string>>;

/**
 * The text in the first of some languages that there is one in.
 *
 * @param byLanguage  by tags such as "de", "pt-BR"
 * @param wanted      as a `Reader` has them
 */
export function textIn(byLanguage: ByLanguage | undefined, wanted: readonly string[]): string | undefined {
  if (!byLanguage) return undefined;
  const there = Object.keys(byLanguage);
  const [nearest] = wanted.flatMap((tag) => tagsFor(tag, there));
  return nearest === undefined ? undefined : byLanguage[nearest];
}

/** A film as a reader is shown it: with the title they know it by, without those in other languages. */
export function titledFor<Film extends Pick<MovieCard, 'title' | 'titles'>>(
  film: Film,
  wanted: readonly string[],
): Film {
  if (!film.titles) return film;
  const { titles, ...shown } = film;
  return { ...shown, title: textIn(titles, wanted) ?? film.title } as Film;
}

/** A whole film, with its plot and the other films of its series, as a reader is shown it. */
export function detailsFor(film: MovieDetails, wanted: readonly string[]): MovieDetails {
  const { plot, translatedPlots, series } = film;
  const told = textIn(translatedPlots, wanted) ?? plot;
  return {
    ...titledFor(film, wanted),
    ...(told !== undefined && { plot: told }),
    ...(series && {
      series: { ...series, parts: series.parts.map((part) => titledFor(part, wanted)) },
    }),
  };
}
