import { matchHistory } from '#contracts/catalog/catalog.rpc.js';
import { MOVIE_ID } from '#contracts/protocol/fields.js';
import { type CheckedHook, notePlay } from '#contracts/users/connections.rpc.js';
import { saveRatings } from '#contracts/users/users.rpc.js';
import { ownerOf } from '#lists/list.key.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import { hookMessage, isSameName, type ServersFilm } from './hook.message.js';

/** Whose connection it is. */
export interface Heard extends CheckedHook {
  userId: string;
  /** Of the connection. */
  id: string;
}

const IMDB_ID = /^tt\d{5,12}$/;

/** What follows when a media server tells of something: a film counts as seen and is asked about, or gets its stars. */
@Injectable()
export class Watched {
  constructor(
    private readonly rpc: RpcClient,
    private readonly pending: PendingChanges,
  ) {}

  async hear({ userId, id, kind, username }: Heard, sent: unknown): Promise<void> {
    const at = new Date();
    const message = hookMessage(kind, sent, at);
    if (!message) return;
    const { film, stars } = message;
    const playedAt = (message.playedAt ?? at).toISOString();
    if (!isSameName(message.username, username)) {
      await this.rpc.call(notePlay, { userId, id, playedAt, source: kind });
      return;
    }
    const movieId = await this.find(film);
    if (movieId === undefined) return;
    if (message.playedAt) {
      const { ratingsVersion } = await this.rpc.call(notePlay, {
        userId,
        id,
        movieId,
        playedAt,
        source: kind,
      });
      if (ratingsVersion !== undefined)
        await this.pending.noteSaved(ownerOf(userId), ratingsVersion, [movieId]);
    }
    if (stars !== undefined) {
      const ratings = [{ movieId, rating: stars }];
      const saved = await this.rpc.call(saveRatings, { userId, ratings, at: at.toISOString() });
      await this.pending.noteSaved(ownerOf(userId), saved.ratingsVersion, [movieId]);
    }
  }

  /** By its ids, and else by title and year; never by a title alone. */
  private async find({ tmdb, imdb, title, year }: ServersFilm): Promise<string | undefined> {
    const row = {
      row: 1,
      ...(tmdb && MOVIE_ID.test(tmdb) && { movieId: tmdb }),
      ...(imdb && IMDB_ID.test(imdb) && { imdbId: imdb }),
      ...(title && Number.isInteger(year) && { title, year }),
    };
    if (Object.keys(row).length === 1) return undefined;
    const [match] = await this.rpc.call(matchHistory, { rows: [row] });
    return match?.movieId;
  }
}
