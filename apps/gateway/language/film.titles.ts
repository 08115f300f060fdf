import type { MovieCard, MovieDetails } from '#contracts/catalog/movie.js';

type ByLanguage = Readonly<Record<string, string>>;

/**
 * The text in the first of some languages that there is one in. A country counts where it can: who reads "pt-pt" is given
 * "pt", and Brazil's Portuguese rather than English.
 *
 * @param byLanguage  by tags such as "de", "pt-BR"
 * @param wanted      as a `Reader` has them
 */
export function textIn(byLanguage: ByLanguage | undefined, wanted: readonly string[]): string | undefined {
  if (!byLanguage) return undefined;
  const tags = Object.keys(byLanguage);
  for (const tag of wanted) {
    const [language] = tag.split('-');
    const nearest =
      tags.find((one) => one.toLowerCase() === tag) ??
      tags.find((one) => one === language) ??
      tags.find((one) => one.startsWith(`${language}-`));
    if (nearest !== undefined) return byLanguage[nearest];
  }
  return undefined;
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
