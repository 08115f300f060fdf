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
  type RatingToSave,
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
import { type FilmWrite, rewatchKey, takenAt } from '../documents/film.lists.js';
import { LibraryStore } from '../documents/library.store.js';
import type { StoredRating } from '../documents/user.schema.js';
import { UserChanges } from '../documents/user.changes.js';
import { UserStore } from '../documents/user.store.js';
import { byNewest, pageAfter, seenMovies } from './saved.lists.js';
import { SeenMovies } from './seen.movies.js';

const DEFAULT_PAGE = 20;

@Controller()
export class RatingsController {
  constructor(
    private readonly users: UserStore,
    private readonly changes: UserChanges,
    private readonly seen: SeenMovies,
    private readonly libraries: LibraryStore,
  ) {}

  /** A day watched is a change of its own, made after the ratings: whoever asks again after a failure gets the rest. */
  @OnRpc(saveRatings)
  async save({ userId, ratings, ...taken }: SaveRatings): Promise<RatingsSaved> {
    const at = takenAt(taken.at);
    const kept = await this.keptTimes(userId, ratings);
    const ratingsVersion = await this.changes.make(userId, {
      at,
      writes: [
        ...ratings.map(({ movieId, rating }) =>
          ratingOf(movieId, { rating, ratedAt: kept.get(`${movieId} ${rating}`) ?? at, at }),
        ),
        ...ratings.flatMap((rating) => rewatchOf(rating, at)),
      ],
      event: RatingsChanged,
      data: (version, made) => ({ userId, version, changes: changesOf(made) }),
    });
    const seen = ratings.filter(({ seenAt, rewatch }) => seenAt && rewatch === undefined);
    const seenVersion = await this.seen.save(userId, at, seen);
    return { saved: ratings.length, ratingsVersion: Math.max(ratingsVersion, seenVersion) };
  }

  /** When the same stars were given, by movie and stars, where a save only says when a movie was watched. */
  private async keptTimes(userId: string, saved: RatingToSave[]): Promise<Map<string, Date>> {
    const ids = saved
      .filter(({ seenAt, rewatch }) => seenAt ?? rewatch !== undefined)
      .map(({ movieId }) => movieId);
    if (ids.length === 0) return new Map();
    const { ratings } = await this.users.get(userId, 'ratings');
    return new Map(
      ids.flatMap((id) =>
        id in ratings ? [[`${id} ${ratings[id].rating}`, ratings[id].ratedAt] as const] : [],
      ),
    );
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
      const version = await this.changes.make(userId, {
        at,
        writes: [
          ...chunk.map(({ movieId, rating, ratedAt }) =>
            ratingOf(movieId, { rating, ratedAt: new Date(ratedAt), at }),
          ),
          ...chunk.flatMap(({ movieId, rewatches = [] }) =>
            rewatches.map((day) => rewatchWrite(movieId, day, at)),
          ),
        ],
        event: RatingsImported,
        data: (next, made) => ({
          userId,
          version: next,
          source: 'upload' as const,
          changes: changesOf(made),
        }),
      });
      const seen = chunk.filter(({ seenAt }) => seenAt);
      ratingsVersion = Math.max(version, await this.seen.save(userId, at, seen));
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
    const { ratings, ...diary } = await this.users.get(userId, 'ratings', 'seen', 'rewatches');
    return pageAfter(byNewest(ratings, diary), ({ ratedAt }) => ratedAt, limit, cursor);
  }

  @OnRpc(pageUsers)
  async page({ after, limit }: PageUsers): Promise<UserSnapshot[]> {
    const users = await this.users.model
      .find({ ...(after && { _id: { $gt: new Types.ObjectId(after) } }), deletedAt: { $exists: false } })
      .select('version community ratings watchlist notInterested seen')
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
    const owned = await this.libraries.moviesOf(users.map(({ _id }) => String(_id)));
    const snapshots = users.map((user) => ({
      userId: String(user._id),
      version: user.version,
      community: user.community,
      ratings: byNewest(user.ratings),
      watchlist: Object.keys(user.watchlist),
      notInterested: Object.keys(user.notInterested),
      ...(user.seen && { seen: seenMovies(user.seen) }),
      ...(owned.has(String(user._id)) && { owned: owned.get(String(user._id)) }),
    }));
    return fittingPage(snapshots);
  }
}

function ratingOf(movieId: string, value: StoredRating): FilmWrite {
  return { list: 'ratings', movieId, value };
}

/** What a save says of a film having been watched again. */
function rewatchOf({ movieId, seenAt, rewatch }: RatingToSave, at: Date): FilmWrite[] {
  if (rewatch) return [rewatchWrite(movieId, seenAt ?? at.toISOString().slice(0, 10), at)];
  return rewatch === false && seenAt ? [rewatchWrite(movieId, seenAt)] : [];
}

function rewatchWrite(movieId: string, day: string, value?: Date): FilmWrite {
  return { list: 'rewatches', movieId: rewatchKey(movieId, day), value };
}

/** Those of ratings: rewatches are nobody else's. */
function changesOf(made: FilmWrite[]): RatingChange[] {
  return made
    .filter(({ list }) => list === 'ratings')
    .map(({ movieId, value }) => {
      const { rating, ratedAt } = value as StoredRating;
      return { movieId, rating, ratedAt: ratedAt.toISOString() };
    });
}
