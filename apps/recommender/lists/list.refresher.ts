import { setTimeout as pause } from 'node:timers/promises';
import { LIST_LENGTH } from '#contracts/recommender/recommendation.js';
import { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { RecommendationCache } from '#lists/ready-lists.js';
import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { Coalescer } from './coalescer.js';
import { ListMaker } from './list.maker.js';
import { CurrentModel } from '../model/current.model.js';
import { listRefreshSeconds, listsRefreshed } from '../recommender.metrics.js';
import { emptyTaste, type Taste, type TasteChange } from '../profiles/user.profile.js';
import { TasteStore } from '../profiles/user-profile.store.js';
import { TrainingSchedule } from '../training/training.schedule.js';

/** Keeps everybody's ready list in step with their taste and with the model. */
@Injectable()
export class ListRefresher implements OnApplicationShutdown {
  private readonly log = new Logger('Lists');
  private readonly people = new Coalescer<TasteChange>((userId, changes) => this.follow(userId, changes));
  /** People whose taste changed before there was a model. */
  private readonly owed = new Set<string>();
  private stopping = false;

  constructor(
    private readonly tastes: TasteStore,
    private readonly lists: ListMaker,
    private readonly cache: RecommendationCache,
    private readonly events: EventPublisher,
    private readonly current: CurrentModel,
    private readonly schedule: TrainingSchedule,
  ) {}

  /**
   * Takes news about a person, and ends when their list has followed. News that come while another run for the same
   * person is at work are taken together by the next.
   *
   * @throws when a store or the broker cannot be reached; giving the same news again then does what is left to do
   */
  take(userId: string, ...changes: TasteChange[]): Promise<void> {
    return this.people.submit(userId, ...changes);
  }

  /** The path everything is built around: fold in → score, blend, explain → swap → tell. */
  private async follow(userId: string, changes: TasteChange[]): Promise<void> {
    const stop = listRefreshSeconds.startTimer();
    const { taste, changedRatings } = await this.tastes.apply(userId, changes);
    if (changedRatings > 0) this.schedule.note({ ratings: changedRatings });
    if (taste.deletedAt) return this.cache.remove(userId);
    if (taste.community) return;
    if (!this.current.peek()) return void this.owed.add(userId);
    const list = this.lists.make(taste, { limit: LIST_LENGTH });
    const swapped = await this.cache.swap(userId, list);
    const seconds = stop();
    if (!swapped) return;
    const { ratingsVersion, generatedAt, modelId } = list;
    await this.events.publish(ListRefreshed, { userId, ratingsVersion, generatedAt, modelId });
    listsRefreshed.inc();
    this.log.debug({ userId, ratingsVersion, ms: Math.round(seconds * 1000) }, 'list refreshed');
    await this.leaveNothingOfTheDeleted(userId);
  }

  /** Puts a list in Redis for someone who has none. They have just been given it, so nobody needs to be told. */
  async storeFirst(userId: string, taste: Taste | undefined): Promise<void> {
    if (await this.cache.open(userId)) return;
    await this.cache.swap(userId, this.lists.make(taste ?? emptyTaste(userId), { limit: LIST_LENGTH }));
    await this.leaveNothingOfTheDeleted(userId);
  }

  /** After a new model: everyone's ready list, one by one, leaving as much time to other work as it takes. */
  refreshAll(): Promise<void> {
    return this.refresh(this.everyoneWithAList());
  }

  /** After a model that another process published, and whose lists it makes: only what nobody else knows of. */
  refreshOwed(): Promise<void> {
    return this.refresh(this.everyoneOwed());
  }

  private async refresh(people: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const model = this.current.peek();
    let count = 0;
    for await (const userId of people) {
      if (this.stopping || this.current.peek() !== model) return;
      const began = performance.now();
      await this.take(userId);
      count++;
      await pause(performance.now() - began);
    }
    if (count > 0) this.log.log({ count, modelId: model?.id }, `${count} lists follow the new model`);
  }

  private *everyoneOwed(): Iterable<string> {
    for (const userId of this.owed) {
      yield userId;
      this.owed.delete(userId);
    }
  }

  private async *everyoneWithAList(): AsyncIterable<string> {
    yield* this.everyoneOwed();
    const seen = new Set<string>();
    for await (const userId of this.cache.owners()) {
      if (!seen.has(userId)) yield userId;
      seen.add(userId);
    }
  }

  /** Another replica may have taken note of a deletion, and removed the list, before this one swapped it in. */
  private async leaveNothingOfTheDeleted(userId: string): Promise<void> {
    if (await this.tastes.isDeleted(userId)) await this.cache.remove(userId);
  }

  onApplicationShutdown(): void {
    this.stopping = true;
  }
}
