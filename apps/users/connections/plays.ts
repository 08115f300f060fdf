import { randomBytes } from 'node:crypto';
import { AppError } from '#contracts/protocol/app.error.js';
import {
  MAX_NOTICES,
  type Notice,
  NOTICE_DAYS,
  type NotePlay,
  type PlayNoted,
} from '#contracts/users/connections.rpc.js';
import type { SecretOfUser } from '#contracts/users/tokens.rpc.js';
import { SeenChanged } from '#contracts/users/users.events.js';
import { answered, startedBy } from '#platform/stores/mongo.deadline.js';
import { Injectable } from '@nestjs/common';
import type { UpdateQuery } from 'mongoose';
import type { StoredNotice, StoredPlay, StoredRating, UserDocument } from '../documents/user.schema.js';
import { UserChanges } from '../documents/user.changes.js';
import { alive, type Known, UserStore } from '../documents/user.store.js';

const HOUR_MS = 3600 * 1000;
/** Two reports of one film this close are of one play: servers tell of its end twice, and repeat what was not answered. */
export const SAME_PLAY_MS = 6 * HOUR_MS;
/** Plays that are remembered for that. */
const PLAYS = 100;
const NOTICE_MS = NOTICE_DAYS * 24 * HOUR_MS;

type Owner = Known<'plays'>;

/** What was watched on media servers, and what waits to be asked about it. */
@Injectable()
export class Plays {
  constructor(
    private readonly users: UserStore,
    private readonly changes: UserChanges,
  ) {}

  /**
   * Notes a play once, in whatever order and however often it is told of.
   *
   * @throws AppError `entry_not_found` when the connection has ended
   */
  async note({ userId, id, movieId, playedAt, source }: NotePlay): Promise<PlayNoted> {
    const owner = await this.users.get(userId, 'plays');
    const now = new Date();
    if (movieId === undefined) {
      await this.change(owner, id, {}, { $set: { 'connections.$[own].lastOtherAt': now } });
      return { isNew: false };
    }
    const play: StoredPlay = { movieId, at: new Date(playedAt) };
    if (owner.plays?.some(isOf(play))) return { isNew: false };
    // Marked first, because that may be repeated: a report that fails between the two is sent again.
    const ratingsVersion = await this.markSeen(userId, play, now);
    return { isNew: await this.ask(owner, id, play, source), ratingsVersion };
  }

  private markSeen(userId: string, { movieId, at: playedAt }: StoredPlay, at: Date): Promise<number> {
    const seenAt = playedAt.toISOString().slice(0, 10);
    return this.changes.make(userId, {
      at,
      writes: [{ list: 'seen', movieId, value: { at, seenAt } }],
      event: SeenChanged,
      data: (version) => ({ userId, version, changes: [{ movieId, on: true, seenAt }] }),
    });
  }

  /** In one write, which only the first report of a play makes. */
  private ask(owner: Owner, connection: string, play: StoredPlay, source: StoredNotice['source']) {
    const { movieId, at } = play;
    const [from, to] = [at.getTime() - SAME_PLAY_MS, at.getTime() + SAME_PLAY_MS];
    const isKnown = { $elemMatch: { movieId, at: { $gt: new Date(from), $lt: new Date(to) } } };
    const now = new Date();
    const notice: StoredNotice = {
      id: randomBytes(8).toString('hex'),
      movieId,
      playedAt: at,
      at: now,
      source,
    };
    return this.change(
      owner,
      connection,
      { plays: { $not: isKnown } },
      {
        $set: { 'connections.$[own].lastPlayAt': now },
        $push: {
          plays: { $each: [play], $slice: -PLAYS },
          inbox: { $each: [notice], $slice: -MAX_NOTICES },
        },
      },
    );
  }

  private async change(
    { _id, writeBy }: Owner,
    connection: string,
    filter: object,
    update: UpdateQuery<UserDocument>,
  ): Promise<boolean> {
    const { model } = this.users;
    const own = { ...alive(String(_id)), 'connections.id': connection };
    const { matchedCount } = await answered(
      model.updateOne({ ...own, ...filter, ...startedBy(writeBy) }, update, {
        arrayFilters: [{ 'own.id': connection }],
      }),
    );
    if (matchedCount === 1) return true;
    if (!(await answered(model.exists(own)))) throw new AppError('entry_not_found');
    return false;
  }

  /** Newest first. A film rated since it was played is asked about no more; played again, it is. */
  async notices(userId: string): Promise<Notice[]> {
    const { inbox = [], ratings = {} } = await this.users.get(userId, 'inbox', 'ratings');
    const oldest = Date.now() - NOTICE_MS;
    const waiting = inbox.filter(
      ({ movieId, playedAt, at }) => at.getTime() > oldest && !isRatedSince(playedAt, ratings[movieId]),
    );
    // Of several plays of one film the latest is asked about.
    const byMovie = new Map(waiting.map((notice) => [notice.movieId, notice]));
    return [...byMovie.values()]
      .sort((a, b) => b.playedAt.getTime() - a.playedAt.getTime())
      .map(({ id, movieId, playedAt, source }) => ({
        id,
        kind: 'how-was-it' as const,
        movieId,
        playedAt: playedAt.toISOString(),
        source,
      }));
  }

  /** Of its film, all there are. What is gone already stays gone. */
  async drop({ userId, id }: SecretOfUser): Promise<void> {
    const { inbox, writeBy } = await this.users.get(userId, 'inbox');
    const movieId = inbox?.find((notice) => notice.id === id)?.movieId;
    if (movieId === undefined) return;
    await answered(
      this.users.model.updateOne(
        { ...alive(userId), ...startedBy(writeBy) },
        { $pull: { inbox: { movieId } } },
      ),
    );
  }
}

const isOf = (play: StoredPlay) => (known: StoredPlay) =>
  known.movieId === play.movieId && Math.abs(known.at.getTime() - play.at.getTime()) < SAME_PLAY_MS;

const isRatedSince = (playedAt: Date, rating?: StoredRating) =>
  rating !== undefined && (rating.at ?? rating.ratedAt) >= playedAt;
