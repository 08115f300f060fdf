import { pageUsers } from '#contracts/users/users.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable, Logger } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { BackfillDocument } from './backfill.schema.js';
import { RatingProjection } from './rating.projection.js';

const USERS_AT_ONCE = 50;
const PAGE_TIMEOUT_MS = 20_000;

/**
 * Reads all users' ratings from the users service, once: events published before this service first had a queue
 * never came here. What events bring meanwhile is newer and stays.
 */
@Injectable()
export class RatingBackfill {
  private readonly log = new Logger('RatingFiller');

  constructor(
    private readonly rpc: RpcClient,
    private readonly projection: RatingProjection,
    @InjectModel(BackfillDocument.name) private readonly backfills: Model<BackfillDocument>,
  ) {}

  /**
   * To be called when events are being consumed, so that nothing falls between the pages and the events.
   *
   * @returns whether there was something to do
   * @throws AppError `service_unavailable` while the users service does not answer; doing it again is harmless
   */
  async runOnce(): Promise<boolean> {
    if (await this.backfills.exists({ _id: 'ratings' })) return false;
    const rated = new Set<string>();
    let [people, ratings] = [0, 0];
    for (let after: string | undefined; ;) {
      const page = await this.rpc.call(pageUsers, { after, limit: USERS_AT_ONCE }, PAGE_TIMEOUT_MS);
      if (page.length === 0) break;
      const kept = await Promise.all(
        page.map(({ userId, version, ratings: changes }) =>
          this.projection.upsert({ userId, version, changes }),
        ),
      );
      for (const movieId of kept.flat()) rated.add(movieId);
      people += page.length;
      ratings += page.reduce((sum, user) => sum + user.ratings.length, 0);
      after = page[page.length - 1].userId;
    }
    await this.projection.markStale([...rated]);
    await this.backfills.updateOne({ _id: 'ratings' }, { filledAt: new Date() }, { upsert: true });
    this.log.log(`read ${ratings} ratings of ${people} people`);
    return true;
  }
}
