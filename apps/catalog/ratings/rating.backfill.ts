import { setTimeout as pause } from 'node:timers/promises';
import { pageUsers } from '#contracts/users/users.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable, Logger } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { BackfillDocument } from './backfill.schema.js';
import { RatingProjection } from './rating.projection.js';

const USERS_PER_PAGE = 50;
const PAGE_TIMEOUT_MS = 20_000;
/** As many times as long as a page took: where everything is new, somebody waits for a first list, and nobody for averages. */
const RESTS_FOR = 2;
const MAX_REST_MS = 2000;

/**
 * Reads all users' ratings from the users service, once: this service never received the events published before it had a
 * queue. Ratings that arrive as events meanwhile are newer, and stay.
 */
@Injectable()
export class RatingBackfill {
  private readonly log = new Logger(RatingBackfill.name);

  constructor(
    private readonly rpc: RpcClient,
    private readonly projection: RatingProjection,
    @InjectModel(BackfillDocument.name) private readonly backfills: Model<BackfillDocument>,
  ) {}

  /**
   * Call it once events are being consumed, so that no rating falls between the pages and the events.
   *
   * @returns whether it ran; false when an earlier run has completed
   * @throws AppError `service_unavailable` while the users service does not answer; it can be called again
   */
  async runOnce(): Promise<boolean> {
    if (await this.backfills.exists({ _id: 'ratings' })) return false;
    const ratedMovies = new Set<string>();
    let [users, ratings] = [0, 0];
    for (let after: string | undefined; ;) {
      const began = performance.now();
      const page = await this.rpc.call(pageUsers, { after, limit: USERS_PER_PAGE }, PAGE_TIMEOUT_MS);
      if (page.length === 0) break;
      const events = page.map(({ userId, version, ratings: changes }) => ({ userId, version, changes }));
      for (const movieId of await this.projection.upsert(events)) ratedMovies.add(movieId);
      users += page.length;
      ratings += page.reduce((sum, user) => sum + user.ratings.length, 0);
      after = page[page.length - 1].userId;
      const restMs = Math.min(MAX_REST_MS, RESTS_FOR * (performance.now() - began));
      await pause(restMs, undefined, { ref: false });
    }
    await this.projection.markStale([...ratedMovies]);
    await this.backfills.updateOne({ _id: 'ratings' }, { filledAt: new Date() }, { upsert: true });
    this.log.log(`read ${ratings} ratings of ${users} users`);
    return true;
  }
}
