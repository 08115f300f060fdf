import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import {
  ListSeen,
  listSeen,
  MarkSeen,
  markSeen,
  type SeenPage,
  type SeenSaved,
  UnmarkSeen,
  unmarkSeen,
} from '#contracts/users/seen.rpc.js';
import { SeenChanged } from '#contracts/users/users.events.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Controller } from '@nestjs/common';
import { type FilmWrite, takenAt } from '../documents/film.lists.js';
import type { StoredSeen } from '../documents/user.schema.js';
import { UserChanges } from '../documents/user.changes.js';
import { UserStore } from '../documents/user.store.js';
import { pageAfter, seenEntries } from './saved.lists.js';

const DEFAULT_PAGE = 20;

/** What somebody has seen: saved and announced a chunk at a time, each chunk whole or not at all. */
@Controller()
export class SeenController {
  constructor(
    private readonly users: UserStore,
    private readonly changes: UserChanges,
  ) {}

  @OnRpc(markSeen)
  mark({ userId, movies, ...taken }: MarkSeen): Promise<SeenSaved> {
    const at = takenAt(taken.at);
    const last = new Map(movies.map(({ movieId, seenAt }) => [movieId, { at, ...(seenAt && { seenAt }) }]));
    const writes = [...last].map(([movieId, value]): FilmWrite => ({ list: 'seen', movieId, value }));
    return this.save(userId, at, writes);
  }

  @OnRpc(unmarkSeen)
  unmark({ userId, movieIds, ...taken }: UnmarkSeen): Promise<SeenSaved> {
    const writes = [...new Set(movieIds)].map((movieId): FilmWrite => ({ list: 'seen', movieId }));
    return this.save(userId, takenAt(taken.at), writes);
  }

  @OnRpc(listSeen)
  async list({ userId, limit = DEFAULT_PAGE, cursor }: ListSeen): Promise<SeenPage> {
    const { seen, ratings } = await this.users.get(userId, 'seen', 'ratings');
    const unrated = seenEntries(seen).filter(({ movieId }) => !(movieId in ratings));
    return pageAfter(unrated, ({ addedAt }) => addedAt, limit, cursor);
  }

  private async save(userId: string, at: Date, all: FilmWrite[]): Promise<SeenSaved> {
    let ratingsVersion = 0;
    for (const writes of chunksOf(all, RATINGS_PER_CHUNK))
      ratingsVersion = await this.changes.make(userId, {
        at,
        writes,
        event: SeenChanged,
        data: (version, made) => ({ userId, version, changes: made.map(changeOf) }),
      });
    return { ratingsVersion };
  }
}

function changeOf({ movieId, value }: FilmWrite) {
  const seenAt = (value as StoredSeen | undefined)?.seenAt;
  return { movieId, on: value !== undefined, ...(seenAt && { seenAt }) };
}
