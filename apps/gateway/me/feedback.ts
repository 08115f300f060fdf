import type { FeedbackKind } from '#contracts/users/users.events.js';
import { listFeedback, setFeedback } from '#contracts/users/users.rpc.js';
import { ownerOf } from '#lists/list.key.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import type { SavedMovies } from '../http/responses.js';
import { KnownMovies, requireMovieId } from '../movies/known-movies.js';
import { momentTaken } from './moment.taken.js';

/** The watchlist and "not interested": two saved lists with the same behaviour. */
@Injectable()
export class Feedback {
  constructor(
    private readonly rpc: RpcClient,
    private readonly movies: KnownMovies,
    private readonly pending: PendingChanges,
  ) {}

  /** @param films  languages of their titles, as a `Reader` has them */
  async list(userId: string, kind: FeedbackKind, films: readonly string[]): Promise<SavedMovies> {
    const entries = await this.rpc.call(listFeedback, { userId, kind });
    const ids = entries.map((entry) => entry.movieId);
    const cards = await this.movies.cards(ids, films);
    return {
      items: entries.flatMap(({ movieId, addedAt }) => {
        const movie = cards.get(movieId);
        return movie ? [{ movie, addedAt }] : [];
      }),
    };
  }

  async set(userId: string, movieId: string, kind: FeedbackKind, on: boolean): Promise<void> {
    const at = momentTaken();
    if (on) await this.movies.require(movieId);
    else requireMovieId(movieId);
    const { ratingsVersion } = await this.rpc.call(setFeedback, { userId, movieId, kind, on, at });
    // What leaves the watchlist leaves its row: no list made before shows it either way.
    const isHidden = on || kind === 'watchlist';
    await this.pending.noteSaved(ownerOf(userId), ratingsVersion, isHidden ? [movieId] : []);
  }
}
