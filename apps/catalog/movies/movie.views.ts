import { movieCard, posterAddress } from '#contracts/catalog/movie.card.js';
import { movieAs, movieFields, type MovieForm } from '#contracts/catalog/movie.fields.js';
import type { CastMember, MovieCard, MovieDetails, MovieSnapshot } from '#contracts/catalog/movie.js';
import { personId } from '#datasets/records/person-id.js';
import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import type { MovieDocument } from './movie.schema.js';
import { type StoredName, storedName } from './stored.names.js';

/** What is stored of the fields of a form. */
type StoredFor<Form extends MovieForm> = Pick<
  MovieDocument,
  StoredName<keyof ReturnType<typeof movieFields<Form>>> & keyof MovieDocument
>;

/** What the titles of a movie are made of. */
type TitleSource = Pick<MovieDocument, 'title' | 'originalTitle' | 'language' | 'translatedTitles'>;
const TITLE_FIELDS = { title: 1, originalTitle: 1, language: 1, translatedTitles: 1 } as const;

export type CardSource = StoredFor<'card'> & TitleSource;
export type SnapshotSource = StoredFor<'snapshot'> & TitleSource & Pick<MovieDocument, 'revision'>;

/** The fields of a card, as a projection. */
export const CARD_FIELDS = { ...projection<StoredFor<'card'>>('card'), ...TITLE_FIELDS } as const;
export const SNAPSHOT_FIELDS = {
  ...projection<StoredFor<'snapshot'>>('snapshot'),
  ...TITLE_FIELDS,
  revision: 1,
} as const;

/** Maps stored movies to what other services see. Leaves out unknown fields. */
@Injectable()
export class MovieViews {
  constructor(private readonly environment: Environment) {}

  card(movie: CardSource): MovieCard {
    return movieCard(this.described(movie), { count: movie.ratingCount, mean: movie.averageRating });
  }

  details(movie: MovieDocument): MovieDetails {
    const { averageRating, titles } = this.card(movie);
    return {
      ...movieAs('details', { ...this.described(movie), averageRating }),
      ...(titles && { titles }),
      directors: movie.directors.map(person),
      cast: movie.cast.map(person),
    };
  }

  snapshot(movie: SnapshotSource): MovieSnapshot {
    return { ...movieAs('snapshot', this.described(movie)), revision: movie.revision };
  }

  /** A stored movie with its fields under the names by which they travel as well. */
  private described<T extends Pick<MovieDocument, '_id' | 'title'> & Partial<MovieDocument>>(movie: T) {
    return {
      ...movie,
      id: movie._id,
      titles: titlesOf(movie),
      collection: movie.series,
      plot: movie.overview,
      originalLanguage: movie.language,
      posterUrl: posterAddress(movie.posterPath, this.environment.POSTERS),
    };
  }
}

function projection<Source>(form: MovieForm): Readonly<Record<keyof Source, 1>> {
  const names = Object.keys(movieFields(form)).map(storedName);
  return Object.fromEntries(names.map((name) => [name, 1])) as Record<keyof Source, 1>;
}

/**
 * What a movie is called, by language ("de", "pt-BR"): as it is translated, and the original title in its own language.
 * Undefined where it is called the same everywhere. The main title, which is English, is none of them.
 */
function titlesOf({
  title,
  originalTitle = title,
  language = '',
  translatedTitles,
}: TitleSource): Record<string, string> | undefined {
  const own = /^[a-z]{2}$/.test(language) && language !== 'en' ? { [language]: originalTitle } : {};
  const titles = { ...own, ...translatedTitles };
  return Object.values(titles).some((other) => other !== title) ? titles : undefined;
}

function person(name: string): CastMember {
  return { id: personId(name) || name, name };
}
