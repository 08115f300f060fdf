import { RecurringTask } from '#platform/process/recurring.task.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { UserProfileStore } from '../profiles/user-profile.store.js';
import { ListRefresher } from './list.refresher.js';

const EVERY_MS = 5000;
const SETTLE_MS = 20;
/** Users of one look. */
const MAX_USERS = 1000;
/** Whose list has not followed for so long is not of those that are followed now. */
const LEFT_MS = 60_000;

/**
 * Makes the lists that did not follow their profile: Redis, the broker or the model was away, or a recommender ended
 * between the profile and its list. The latest change comes first.
 */
@Injectable()
export class ListSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task = new RecurringTask(ListSweep.name, () => this.sweep(), EVERY_MS, SETTLE_MS);

  constructor(
    private readonly profiles: UserProfileStore,
    private readonly refresher: ListRefresher,
    redis: RedisConnection,
  ) {
    redis.client.on('ready', () => this.task.soon());
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  /** What lists need has come: a model, for example. */
  soon(): void {
    this.task.soon();
  }

  private async sweep(): Promise<void> {
    if (!this.refresher.canStore) return;
    // What changes now is followed now, and not twice.
    const isIdle = this.refresher.isIdle;
    const before = isIdle ? undefined : new Date(Date.now() - LEFT_MS);
    const userIds = await this.profiles.listsBehind(MAX_USERS, before);
    if (isIdle && !this.refresher.isIdle) return;
    // Taken from the end.
    this.refresher.enqueueAll(userIds.reverse());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }
}
