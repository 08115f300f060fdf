import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import type { SeenMovie } from '#contracts/users/seen.rpc.js';
import { SeenChanged } from '#contracts/users/users.events.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import type { FilmWrite } from '../documents/film.lists.js';
import type { StoredSeen } from '../documents/user.schema.js';
import { UserChanges } from '../documents/user.changes.js';

/** Saves what somebody has seen, announced a chunk at a time, each chunk whole or not at all. */
@Injectable()
export class SeenMovies {
  constructor(private readonly changes: UserChanges) {}

  /** Of several rows of one movie the last counts. @returns the version of the last chunk; 0 when there was none */
  save(userId: string, at: Date, movies: readonly SeenMovie[]): Promise<number> {
    const last = new Map(movies.map(({ movieId, seenAt }) => [movieId, { at, ...(seenAt && { seenAt }) }]));
    return this.write(
      userId,
      at,
      [...last].map(([movieId, value]) => ({ list: 'seen', movieId, value })),
    );
  }

  remove(userId: string, at: Date, movieIds: readonly string[]): Promise<number> {
    return this.write(
      userId,
      at,
      [...new Set(movieIds)].map((movieId) => ({ list: 'seen', movieId })),
    );
  }

  private async write(userId: string, at: Date, all: FilmWrite[]): Promise<number> {
    let version = 0;
    for (const writes of chunksOf(all, RATINGS_PER_CHUNK))
      version = await this.changes.make(userId, {
        at,
        writes,
        event: SeenChanged,
        data: (next, made) => ({ userId, version: next, changes: made.map(changeOf) }),
      });
    return version;
  }
}

function changeOf({ movieId, value }: FilmWrite) {
  const seenAt = (value as StoredSeen | undefined)?.seenAt;
  return { movieId, on: value !== undefined, ...(seenAt && { seenAt }) };
}
