import { setTimeout as pause } from 'node:timers/promises';
import { LIST_LENGTH } from '#contracts/recommender/recommendation.js';
import { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { Coalescer } from './coalescer.js';
import { ListMaker } from './list.maker.js';
import { CurrentModel } from '../model/current.model.js';
import { listRefreshSeconds, listsRefreshed } from './list.metrics.js';
import { emptyProfile, type UserProfile, type ProfileUpdate } from '../profiles/user.profile.js';
import { UserProfileStore } from '../profiles/user-profile.store.js';
import { DataChanges } from '../profiles/data.changes.js';

/** Keeps all users' ready list in step with their profile and with the model. */
@Injectable()
export class ListRefresher implements OnApplicationShutdown {
  private readonly log = new Logger('Lists');
  private readonly people = new Coalescer<ProfileUpdate>((userId, changes) =>
    this.refreshList(userId, changes),
  );
  /** Users whose profile changed before there was a model. */
  private readonly pendingUsers = new Set<string>();
  private stopping = false;

  constructor(
    private readonly profiles: UserProfileStore,
    private readonly lists: ListMaker,
    private readonly readyLists: ReadyLists,
    private readonly events: EventPublisher,
    private readonly current: CurrentModel,
    private readonly changes: DataChanges,
  ) {}

  /**
   * Takes news about a user, and ends when their list has followed. News that come while another run for the same
   * user is at work are taken together by the next.
   *
   * @throws when a store or the broker cannot be reached; giving the same news again then does what is left to do
   */
  apply(userId: string, ...changes: ProfileUpdate[]): Promise<void> {
    return this.people.submit(userId, ...changes);
  }

  /** The path everything is built around: fold in → score, blend, explain → swap → tell. */
  private async refreshList(userId: string, changes: ProfileUpdate[]): Promise<void> {
    const stop = listRefreshSeconds.startTimer();
    const { profile, changedRatings } = await this.profiles.apply(userId, changes);
    if (changedRatings > 0) this.changes.note({ ratings: changedRatings });
    if (profile.deletedAt) return this.readyLists.remove(userId);
    if (profile.imported) return;
    if (!this.current.peek()) return void this.pendingUsers.add(userId);
    const list = this.lists.make(profile, { limit: LIST_LENGTH });
    const replaced = await this.readyLists.replaceIfNewer(userId, list);
    const seconds = stop();
    if (!replaced) return;
    const { ratingsVersion, generatedAt, modelId } = list;
    await this.events.publish(ListRefreshed, { userId, ratingsVersion, generatedAt, modelId });
    listsRefreshed.inc();
    this.log.debug({ userId, ratingsVersion, ms: Math.round(seconds * 1000) }, 'list refreshed');
    await this.removeIfDeleted(userId);
  }

  /** Puts a list in Redis for someone who has none. They have just been given it, so nobody needs to be told. */
  async storeFirst(userId: string, profile: UserProfile | undefined): Promise<void> {
    if (await this.readyLists.open(userId)) return;
    await this.readyLists.replaceIfNewer(
      userId,
      this.lists.make(profile ?? emptyProfile(userId), { limit: LIST_LENGTH }),
    );
    await this.removeIfDeleted(userId);
  }

  /** After a new model: everyone's ready list, one by one, leaving as much time to other work as it takes. */
  refreshAll(): Promise<void> {
    return this.refresh(this.allUsersWithLists());
  }

  /** After a model that another process published, and whose lists it makes: only what nobody else knows of. */
  refreshPending(): Promise<void> {
    return this.refresh(this.takePendingUsers());
  }

  private async refresh(users: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const model = this.current.peek();
    let count = 0;
    for await (const userId of users) {
      if (this.stopping || this.current.peek() !== model) return;
      const began = performance.now();
      await this.apply(userId);
      count++;
      await pause(performance.now() - began);
    }
    if (count > 0) this.log.log({ count, modelId: model?.id }, `${count} lists follow the new model`);
  }

  private *takePendingUsers(): Iterable<string> {
    for (const userId of this.pendingUsers) {
      yield userId;
      this.pendingUsers.delete(userId);
    }
  }

  private async *allUsersWithLists(): AsyncIterable<string> {
    yield* this.takePendingUsers();
    const seen = new Set<string>();
    for await (const userId of this.readyLists.usersWithLists()) {
      if (!seen.has(userId)) yield userId;
      seen.add(userId);
    }
  }

  /** Another replica may have taken note of a deletion, and removed the list, before this one swapped it in. */
  private async removeIfDeleted(userId: string): Promise<void> {
    if (await this.profiles.isDeleted(userId)) await this.readyLists.remove(userId);
  }

  onApplicationShutdown(): void {
    this.stopping = true;
  }
}
