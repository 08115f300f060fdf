import { ListTrust } from '#lists/list.trust.js';
import { RecurringTask } from '#platform/process/recurring.task.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { UserProfileStore } from '../profiles/user-profile.store.js';
import { ListSweep } from './list.sweep.js';

const EVERY_MS = 2000;
/** How far the clocks of two recommenders may differ, and how long a profile may take from its date to the disk. */
const MARGIN_MS = 60_000;
/** Lists without a clock are compared from so long ago: none lives longer. */
const LIST_MS = 30 * 24 * 3600 * 1000;
const AT_ONCE = 500;

/**
 * Compares the lists in Redis with the profiles when Redis has come back, perhaps with an older state, and vouches for
 * them: a list that has seen less than its profile is taken away, and made again. While Redis stays, keeps the clock that
 * says from when on the next comparison has to look.
 */
@Injectable()
export class ListCheck implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(ListCheck.name);
  private readonly task = new RecurringTask(ListCheck.name, () => this.check(), EVERY_MS, 0);

  constructor(
    private readonly trust: ListTrust,
    private readonly profiles: UserProfileStore,
    private readonly sweep: ListSweep,
    private readonly redis: RedisConnection,
  ) {
    redis.client.on('ready', () => this.task.soon());
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  private async check(): Promise<void> {
    if (this.redis.client.status !== 'ready') return;
    if (await this.trust.give((clock) => this.compare(clock))) this.sweep.soon();
    const now = new Date();
    const behind = await this.profiles.oldestListBehind();
    await this.trust.keep(behind && behind < now ? behind : now);
  }

  private async compare(clock: Date | undefined): Promise<void> {
    const since = new Date(clock ? clock.getTime() - MARGIN_MS : Date.now() - LIST_MS);
    let dropped = 0;
    for await (const some of this.profiles.seenVersionsSince(since, AT_ONCE)) {
      const stored = await this.trust.versions(some.map(({ userId }) => userId));
      const older = some.filter(({ lastSeenVersion }, at) => (stored[at] ?? Infinity) < lastSeenVersion);
      await this.profiles.listsFellBehind(older.map(({ userId }) => userId));
      for (const { userId, lastSeenVersion } of older) await this.trust.dropOlder(userId, lastSeenVersion);
      dropped += older.length;
    }
    if (dropped > 0)
      this.log.warn(`${dropped} lists in Redis were older than their profile, and are made again`);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }
}
