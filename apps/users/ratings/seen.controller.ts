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
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { takenAt } from '../documents/film.lists.js';
import { UserStore } from '../documents/user.store.js';
import { pageAfter, seenEntries } from './saved.lists.js';
import { SeenMovies } from './seen.movies.js';

const DEFAULT_PAGE = 20;

@Controller()
export class SeenController {
  constructor(
    private readonly users: UserStore,
    private readonly seen: SeenMovies,
  ) {}

  @OnRpc(markSeen)
  async mark({ userId, movies, at }: MarkSeen): Promise<SeenSaved> {
    return { ratingsVersion: await this.seen.save(userId, takenAt(at), movies) };
  }

  @OnRpc(unmarkSeen)
  async unmark({ userId, movieIds, at }: UnmarkSeen): Promise<SeenSaved> {
    return { ratingsVersion: await this.seen.remove(userId, takenAt(at), movieIds) };
  }

  @OnRpc(listSeen)
  async list({ userId, limit = DEFAULT_PAGE, cursor }: ListSeen): Promise<SeenPage> {
    const { seen, ratings } = await this.users.get(userId, 'seen', 'ratings');
    const unrated = seenEntries(seen).filter(({ movieId }) => !(movieId in ratings));
    return pageAfter(unrated, ({ addedAt }) => addedAt, limit, cursor);
  }
}
