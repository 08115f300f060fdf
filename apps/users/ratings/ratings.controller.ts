import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import { RatingsChanged, RatingsImported, type RatingChange } from '#contracts/users/users.events.js';
import {
  ImportRatings,
  importRatings,
  ListRatings,
  listRatings,
  MovieOfUser,
  PageUsers,
  pageUsers,
  type RatingsPage,
  type RatingsSaved,
  type RatingsVersion,
  removeRating,
  SaveRatings,
  saveRatings,
  type UserSnapshot,
} from '#contracts/users/users.rpc.js';
import { fittingPage } from '#platform/broker/message.size.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Controller } from '@nestjs/common';
import { Types } from 'mongoose';
import { type FilmWrite, takenAt } from '../documents/film.lists.js';
import type { StoredRating } from '../documents/user.schema.js';
import { UserChanges } from '../documents/user.changes.js';
import { UserStore } from '../documents/user.store.js';
import { byNewest, pageAfter, seenMovies } from './saved.lists.js';

const DEFAULT_PAGE = 20;

@Controller()
export class RatingsController {
  constructor(
    private readonly users: UserStore,
    private readonly changes: UserChanges,
  ) {}

  @OnRpc(saveRatings)
  async save({ userId, ratings, ...taken }: SaveRatings): Promise<RatingsSaved> {
    const at = takenAt(taken.at);
    const ratingsVersion = await this.changes.make(userId, {
      at,
      writes: ratings.map(({ movieId, rating }) => ratingOf(movieId, { rating, ratedAt: at })),
      event: RatingsChanged,
      data: (version, made) => ({ userId, version, changes: made.map(changeOf) }),
    });
    return { saved: ratings.length, ratingsVersion };
  }

  /**
   * Of several ratings of one movie the last counts. Saved and announced a chunk at a time: what a chunk holds up in any
   * service stays short, and a chunk that is saved again changes nothing.
   */
  @OnRpc(importRatings)
  async import({ userId, ratings, ...taken }: ImportRatings): Promise<RatingsSaved> {
    const at = takenAt(taken.at);
    const all = [...new Map(ratings.map((rating) => [rating.movieId, rating])).values()];
    let ratingsVersion = 0;
    for (const chunk of chunksOf(all, RATINGS_PER_CHUNK)) {
      ratingsVersion = await this.changes.make(userId, {
        at,
        writes: chunk.map(({ movieId, rating, ratedAt }) =>
          ratingOf(movieId, { rating, ratedAt: new Date(ratedAt), at }),
        ),
        event: RatingsImported,
        data: (version, made) => ({
          userId,
          version,
          source: 'upload' as const,
          changes: made.map(changeOf),
        }),
      });
    }
    return { saved: all.length, ratingsVersion };
  }

  @OnRpc(removeRating)
  async remove({ userId, movieId, ...taken }: MovieOfUser): Promise<RatingsVersion> {
    const at = takenAt(taken.at);
    const ratingsVersion = await this.changes.make(userId, {
      at,
      writes: [{ list: 'ratings', movieId }],
      event: RatingsChanged,
      data: (version) => ({ userId, version, changes: [{ movieId, ratedAt: at.toISOString() }] }),
    });
    return { ratingsVersion };
  }

  @OnRpc(listRatings)
  async list({ userId, limit = DEFAULT_PAGE, cursor }: ListRatings): Promise<RatingsPage> {
    const { ratings } = await this.users.get(userId, 'ratings');
    return pageAfter(byNewest(ratings), ({ ratedAt }) => ratedAt, limit, cursor);
  }

  @OnRpc(pageUsers)
  async page({ after, limit }: PageUsers): Promise<UserSnapshot[]> {
    const users = await this.users.model
      .find({ ...(after && { _id: { $gt: new Types.ObjectId(after) } }), deletedAt: { $exists: false } })
      .select('version community ratings watchlist notInterested seen')
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
    const snapshots = users.map((user) => ({
      userId: String(user._id),
      version: user.version,
      community: user.community,
      ratings: byNewest(user.ratings),
      watchlist: Object.keys(user.watchlist),
      notInterested: Object.keys(user.notInterested),
      ...(user.seen && { seen: seenMovies(user.seen) }),
    }));
    return fittingPage(snapshots);
  }
}

function ratingOf(movieId: string, value: StoredRating): FilmWrite {
  return { list: 'ratings', movieId, value };
}

function changeOf({ movieId, value }: FilmWrite): RatingChange {
  const { rating, ratedAt } = value as StoredRating;
  return { movieId, rating, ratedAt: ratedAt.toISOString() };
}
