import { setTimeout as pause } from 'node:timers/promises';
import { LIST_LENGTH } from '#contracts/recommender/recommendation.js';
import { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { personalList } from '#lists/list.key.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { CardWriter } from './card.writer.js';
import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { Coalescer } from './coalescer.js';
import { ListMaker } from './list.maker.js';
import { CurrentModel } from '../model/current.model.js';
import { listRefreshSeconds, listsRefreshed } from './list.metrics.js';
import { emptyProfile, type UserProfile, type ProfileUpdate } from '../profiles/user.profile.js';
import { UserProfileStore } from '../profiles/user-profile.store.js';
import { DataChanges } from '../profiles/data.changes.js';

/** Whose lists are remade as soon as a new model serves. */
const ACTIVE_MS = 7 * 24 * 3600 * 1000;
const MAX_ACTIVE = 1000;

/** Keeps every user's ready list in step with their profile and with the model. */
@Injectable()
export class ListRefresher implements OnApplicationShutdown {
  private readonly log = new Logger(ListRefresher.name);
  private readonly coalescer = new Coalescer<ProfileUpdate>((userId, updates) =>
    this.refreshList(userId, updates),
  );
  /** Users whose profile changed before there was a model. */
  private readonly pendingUsers = new Set<string>();
  private stopping = false;

  constructor(
    private readonly profiles: UserProfileStore,
    private readonly lists: ListMaker,
    private readonly readyLists: ReadyLists,
    private readonly cards: CardWriter,
    private readonly events: EventPublisher,
    private readonly current: CurrentModel,
    private readonly changes: DataChanges,
  ) {}

  /**
   * Applies updates of a user, and resolves when their list has followed. Updates that arrive
   * while a run for the same user is under way are applied together by the next.
   *
   * @throws when a store or the broker cannot be reached; applying the same updates again then does the rest
   */
  apply(userId: string, ...updates: ProfileUpdate[]): Promise<void> {
    return this.coalescer.submit(userId, ...updates);
  }

  /** The central path: apply the updates → score, blend, explain → replace the list → announce it. */
  private async refreshList(userId: string, updates: ProfileUpdate[]): Promise<void> {
    const stop = listRefreshSeconds.startTimer();
    const { profile, changedRatings } = await this.profiles.apply(userId, updates);
    if (changedRatings > 0) this.changes.note({ ratings: changedRatings });
    if (profile.deletedAt) return this.readyLists.remove(userId);
    if (profile.imported) return;
    if (!this.current.peek()) return void this.pendingUsers.add(userId);
    const list = this.lists.make(profile, { limit: LIST_LENGTH });
    const [replaced] = await Promise.all([
      this.readyLists.replaceIfNewer(personalList(userId), list),
      this.cards.ensure(),
    ]);
    const seconds = stop();
    if (!replaced) return;
    const { ratingsVersion, generatedAt, modelId } = list;
    await this.events.publish(ListRefreshed, { userId, ratingsVersion, generatedAt, modelId });
    listsRefreshed.inc();
    this.log.debug({ userId, ratingsVersion, ms: Math.round(seconds * 1000) }, 'list refreshed');
    await this.removeIfDeleted(userId);
  }

  /** Stores the list of a user who has none. They have just received it, so it is not announced. */
  async storeFirst(userId: string, profile: UserProfile | undefined): Promise<void> {
    const key = personalList(userId);
    if (await this.readyLists.read(key)) return;
    const list = this.lists.make(profile ?? emptyProfile(userId), { limit: LIST_LENGTH });
    await Promise.all([this.readyLists.replaceIfNewer(key, list), this.cards.ensure()]);
    await this.removeIfDeleted(userId);
  }

  /** Remakes and announces a list that another model made. @returns whether it did */
  async followModel(userId: string): Promise<boolean> {
    const model = this.current.peek();
    const list = await this.readyLists.read(personalList(userId));
    if (!model || !list || list.modelId === model.id) return false;
    await this.apply(userId);
    return true;
  }

  /**
   * After a new model: remakes the lists of recently active users, and of those who waited for the first model; other
   * lists follow when they are looked at. Pauses after each list for as long as it took, and stops when another model
   * serves.
   */
  async refreshActive(): Promise<void> {
    const since = new Date(Date.now() - ACTIVE_MS);
    await this.refreshEach([
      ...this.takePendingUsers(),
      ...(await this.profiles.activeSince(since, MAX_ACTIVE)),
    ]);
  }

  /** After a model that another replica published: that replica remakes all lists except those pending only here. */
  async refreshPending(): Promise<void> {
    await this.refreshEach(this.takePendingUsers());
  }

  private async refreshEach(userIds: readonly string[]): Promise<void> {
    const model = this.current.peek();
    let count = 0;
    for (const userId of new Set(userIds)) {
      if (this.stopping || this.current.peek() !== model) return;
      const began = performance.now();
      try {
        await this.apply(userId);
        count++;
      } catch (error) {
        this.log.warn(`list of ${userId} does not follow the new model yet: ${(error as Error).message}`);
      }
      await pause(performance.now() - began);
    }
    if (count > 0) this.log.log({ count, modelId: model?.id }, `${count} lists follow the new model`);
  }

  private takePendingUsers(): string[] {
    const userIds = [...this.pendingUsers];
    this.pendingUsers.clear();
    return userIds;
  }

  /** Another replica may have handled a deletion, and removed the list, before this one stored it. */
  private async removeIfDeleted(userId: string): Promise<void> {
    if (await this.profiles.isDeleted(userId)) await this.readyLists.remove(userId);
  }

  onApplicationShutdown(): void {
    this.stopping = true;
  }
}
