import type { CastMember, MovieCard, MovieDetails, MovieSnapshot } from '#contracts/catalog/movie.js';
import { personId } from '#datasets/records/person-id.js';
import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import type { MovieContent, MovieDocument } from './movie.schema.js';

const POSTER_ADDRESS = 'https://image.tmdb.org/t/p/w342';

/** The fields of a card, as a projection. */
export const CARD_FIELDS = {
  title: 1,
  year: 1,
  genres: 1,
  posterPath: 1,
  runtime: 1,
  language: 1,
  averageRating: 1,
  ratingCount: 1,
} as const satisfies Partial<Record<keyof MovieDocument, 1>>;

export type CardSource = Pick<MovieDocument, '_id' | keyof typeof CARD_FIELDS>;

export const SNAPSHOT_FIELDS = {
  revision: 1,
  title: 1,
  year: 1,
  genres: 1,
  keywords: 1,
  cast: 1,
  directors: 1,
  language: 1,
  runtime: 1,
  series: 1,
  posterPath: 1,
  voteAverage: 1,
  voteCount: 1,
} as const satisfies Partial<Record<keyof MovieDocument, 1>>;

export type SnapshotSource = Pick<MovieDocument, '_id' | 'revision'> &
  Pick<MovieContent, Exclude<keyof typeof SNAPSHOT_FIELDS, 'revision'>>;

/** Maps stored movies to what other services see. Leaves out unknown fields. */
@Injectable()
export class MovieViews {
  private readonly posters: boolean;

  constructor(environment: Environment) {
    this.posters = environment.POSTERS !== 'off';
  }

  card(movie: CardSource): MovieCard {
    return withoutUndefined({
      id: movie._id,
      title: movie.title,
      year: movie.year,
      genres: movie.genres,
      posterUrl: this.posterUrl(movie),
      runtime: movie.runtime,
      language: movie.language,
      averageRating: movie.ratingCount > 0 ? Math.round(movie.averageRating * 100) / 100 : undefined,
      ratingCount: movie.ratingCount,
    });
  }

  details(movie: MovieDocument): MovieDetails {
    return withoutUndefined({
      ...this.card(movie),
      originalTitle: movie.originalTitle,
      plot: movie.overview,
      tagline: movie.tagline,
      collection: movie.series,
      directors: movie.directors.map(person),
      cast: movie.cast.map(person),
      keywords: movie.keywords,
    });
  }

  snapshot(movie: SnapshotSource): MovieSnapshot {
    return withoutUndefined({
      id: movie._id,
      revision: movie.revision,
      title: movie.title,
      year: movie.year,
      genres: movie.genres,
      keywords: movie.keywords,
      cast: movie.cast,
      directors: movie.directors,
      language: movie.language,
      runtime: movie.runtime,
      collection: movie.series,
      posterUrl: this.posterUrl(movie),
      voteAverage: movie.voteAverage,
      voteCount: movie.voteCount,
    });
  }

  private posterUrl({ posterPath }: { posterPath?: string }): string | undefined {
    return this.posters && posterPath ? POSTER_ADDRESS + posterPath : undefined;
  }
}

function person(name: string): CastMember {
  return { id: personId(name) || name, name };
}

function withoutUndefined<T extends object>(view: T): T {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined)) as T;
}
