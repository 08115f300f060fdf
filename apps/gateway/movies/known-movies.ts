import { getMovieCards } from '#contracts/catalog/catalog.rpc.js';
import type { MovieCard } from '#contracts/catalog/movie.js';
import { AppError, type FieldError } from '#contracts/protocol/app.error.js';
import { MOVIE_ID } from '#contracts/protocol/fields.js';
import { MovieCards } from '#lists/movie.cards.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import { titledFor } from '../language/film.titles.js';

const CARDS_PER_CALL = 1000;
/** A load of films may be taken back. */
const REMEMBERED_MS = 10 * 60_000;

/** The card of a movie that the catalogue does not have any more. */
export const goneMovie = (id: string): MovieCard => ({ id, title: `Film ${id}`, genres: [] });

/** Which movie ids exist: those that lists have cards of, and what the catalog says of others. Remembers them for some minutes. */
@Injectable()
export class KnownMovies {
  private readonly ids = new Set<string>();
  private forgetAt = 0;

  constructor(
    private readonly rpc: RpcClient,
    private readonly listed: MovieCards,
  ) {}

  /**
   * Cards as a reader is shown them.
   *
   * @param films  languages of their titles, as a `Reader` has them
   */
  async cards(movieIds: string[], films: readonly string[] = []): Promise<Map<string, MovieCard>> {
    const cards = await this.titledCards(movieIds);
    for (const [id, card] of cards) cards.set(id, titledFor(card, films));
    return cards;
  }

  /**
   * Cards with their titles in all languages. Asked for a chunk at a time: somebody may have rated more than one call takes.
   */
  async titledCards(movieIds: string[]): Promise<Map<string, MovieCard>> {
    const found = new Map<string, MovieCard>();
    for (const chunk of chunksOf(movieIds, CARDS_PER_CALL))
      for (const card of await this.rpc.call(getMovieCards, { movieIds: chunk })) found.set(card.id, card);
    for (const id of found.keys()) this.ids.add(id);
    return found;
  }

  /** @throws AppError `unknown_movie` naming each row whose movie does not exist */
  async requireRows(rows: { movieId: string }[]): Promise<void> {
    const unknown = await this.unknown(rows.map((row) => row.movieId));
    const errors: FieldError[] = rows.flatMap(({ movieId }, i) =>
      unknown.has(movieId)
        ? [{ path: `ratings.${i}.movieId`, message: `there is no film "${movieId}"` }]
        : [],
    );
    if (errors.length > 0) throw new AppError('unknown_movie', errors[0].message, errors);
  }

  /** @throws AppError `movie_not_found` when there is no such movie */
  async require(movieId: string): Promise<void> {
    requireMovieId(movieId);
    if ((await this.unknown([movieId])).size > 0) throw notFound(movieId);
  }

  private async unknown(movieIds: string[]): Promise<Set<string>> {
    if (performance.now() > this.forgetAt) {
      this.ids.clear();
      this.forgetAt = performance.now() + REMEMBERED_MS;
    }
    const unseen = () => movieIds.filter((id) => !this.ids.has(id));
    // Without Redis the catalog is asked.
    for (const id of await this.listed.among(unseen()).catch(() => [])) this.ids.add(id);
    if (unseen().length > 0) await this.titledCards(unseen());
    return new Set(unseen());
  }
}

/** @throws AppError `movie_not_found` for text that is not a movie id */
export function requireMovieId(movieId: string): void {
  if (!MOVIE_ID.test(movieId)) throw notFound(movieId);
}

function notFound(movieId: string): AppError {
  const message = `there is no film "${movieId}"`;
  return new AppError('movie_not_found', message, [{ path: 'movieId', message }]);
}
