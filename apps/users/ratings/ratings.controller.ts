import { decodeCursor, encodeCursor } from '#contracts/protocol/cursor.js';
import { RatingsChanged, RatingsImported, type RatingChange } from '#contracts/users/users.events.js';
import {
  type DatedRating,
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
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { Types } from 'mongoose';
import { UserStore } from '../documents/user.store.js';
import { byNewest } from './saved.lists.js';

const DEFAULT_PAGE = 20;

@Controller()
export class RatingsController {
  constructor(private readonly users: UserStore) {}

  @OnRpc(saveRatings)
  async save({ userId, ratings }: SaveRatings): Promise<RatingsSaved> {
    const ratedAt = new Date().toISOString();
    const changes = ratings.map((rating) => ({ ...rating, ratedAt }));
    const ratingsVersion = await this.users.change(userId, {
      set: ratingFields(changes),
      event: RatingsChanged,
      data: (version) => ({ userId, version, changes }),
    });
    return { saved: changes.length, ratingsVersion };
  }

  /** Of several ratings of one movie the last counts. */
  @OnRpc(importRatings)
  async import({ userId, ratings }: ImportRatings): Promise<RatingsSaved> {
    const changes = [...new Map(ratings.map((rating) => [rating.movieId, rating])).values()];
    const ratingsVersion = await this.users.change(userId, {
      set: ratingFields(changes),
      event: RatingsImported,
      data: (version) => ({ userId, version, source: 'upload' as const, changes }),
    });
    return { saved: changes.length, ratingsVersion };
  }

  @OnRpc(removeRating)
  async remove({ userId, movieId }: MovieOfUser): Promise<RatingsVersion> {
    const removal: RatingChange = { movieId, ratedAt: new Date().toISOString() };
    const ratingsVersion = await this.users.change(userId, {
      unset: [`ratings.${movieId}`],
      event: RatingsChanged,
      data: (version) => ({ userId, version, changes: [removal] }),
    });
    return { ratingsVersion };
  }

  @OnRpc(listRatings)
  async list({ userId, limit = DEFAULT_PAGE, cursor }: ListRatings): Promise<RatingsPage> {
    const { ratings } = await this.users.get(userId, 'ratings');
    const all = byNewest(ratings);
    const start = cursor ? firstAfter(all, decodeCursor<[string, string]>(cursor, ['string', 'string'])) : 0;
    const items = all.slice(start, start + limit);
    const last = items.at(-1);
    const more = last && start + limit < all.length;
    return { items, ...(more && { nextCursor: encodeCursor([last.ratedAt, last.movieId]) }) };
  }

  @OnRpc(pageUsers)
  async page({ after, limit }: PageUsers): Promise<UserSnapshot[]> {
    const users = await this.users.model
      .find({ ...(after && { _id: { $gt: new Types.ObjectId(after) } }), deletedAt: { $exists: false } })
      .select('version community ratings watchlist notInterested')
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
    return users.map((user) => ({
      userId: String(user._id),
      version: user.version,
      community: user.community,
      ratings: byNewest(user.ratings),
      watchlist: Object.keys(user.watchlist),
      notInterested: Object.keys(user.notInterested),
    }));
  }
}

function ratingFields(ratings: DatedRating[]): Record<string, unknown> {
  return Object.fromEntries(
    ratings.map(({ movieId, rating, ratedAt }) => [
      `ratings.${movieId}`,
      { rating, ratedAt: new Date(ratedAt) },
    ]),
  );
}

/** Where the page after a rating begins, even if that rating has been removed. */
function firstAfter(sorted: DatedRating[], [ratedAt, movieId]: [string, string]): number {
  const index = sorted.findIndex(
    (rating) => rating.ratedAt < ratedAt || (rating.ratedAt === ratedAt && rating.movieId > movieId),
  );
  return index < 0 ? sorted.length : index;
}
