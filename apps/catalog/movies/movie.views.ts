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

export type CardSource = StoredFor<'card'>;
export type SnapshotSource = StoredFor<'snapshot'> & Pick<MovieDocument, 'revision'>;

/** The fields of a card, as a projection. */
export const CARD_FIELDS = projection<CardSource>('card');
export const SNAPSHOT_FIELDS = { ...projection<SnapshotSource>('snapshot'), revision: 1 } as const;

/** Maps stored movies to what other services see. Leaves out unknown fields. */
@Injectable()
export class MovieViews {
  constructor(private readonly environment: Environment) {}

  card(movie: CardSource): MovieCard {
    return movieCard(this.described(movie), { count: movie.ratingCount, mean: movie.averageRating });
  }

  details(movie: MovieDocument): MovieDetails {
    return {
      ...movieAs('details', { ...this.described(movie), averageRating: this.card(movie).averageRating }),
      directors: movie.directors.map(person),
      cast: movie.cast.map(person),
    };
  }

  snapshot(movie: SnapshotSource): MovieSnapshot {
    return { ...movieAs('snapshot', this.described(movie)), revision: movie.revision };
  }

  /** A stored movie with its fields under the names by which they travel as well. */
  private described<T extends Pick<MovieDocument, '_id'> & Partial<MovieDocument>>(movie: T) {
    return {
      ...movie,
      id: movie._id,
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

function person(name: string): CastMember {
  return { id: personId(name) || name, name };
}
