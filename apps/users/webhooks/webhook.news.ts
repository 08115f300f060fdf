import { createHash, randomUUID } from 'node:crypto';
import type { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import { WebhookDue } from '#contracts/users/users.events.js';
import type { SecretOfUser } from '#contracts/users/tokens.rpc.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { Batches } from '#platform/process/batches.js';
import { RecurringTask } from '#platform/process/recurring.task.js';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { alive, UserStore } from '../documents/user.store.js';
import type { WebhookDocument } from './webhook.schema.js';
import { Webhooks } from './webhooks.js';

/** How often a person's list is told of, at most. */
const LIST_EVERY_MS = 60_000;
/** Every rating makes a list, and few people have webhooks: from one look for them to the next, for as many lists as a replica has in hand. */
const LOOK_EVERY_MS = 250;
const LISTS_PER_LOOK = 16;
const SWEEP_MS = 5000;
const HOOKS_PER_SWEEP = 200;
const TOLD_KEPT = 500;

/**
 * Decides what webhooks are told, and puts it into the queue. What is not in the queue yet is in the webhook's document; it
 * goes into the queue first and then out of the document, so after a crash in between it is there twice, under one id.
 */
@Injectable()
export class WebhookNews implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly lists = new Batches<ListRefreshed, void>(
    (lists) => this.hearAll(lists),
    LISTS_PER_LOOK,
    LOOK_EVERY_MS,
  );
  private readonly sweeping = new RecurringTask(WebhookNews.name, () => this.sweep(), SWEEP_MS, 0);

  constructor(
    private readonly webhooks: Webhooks,
    private readonly events: EventPublisher,
    private readonly users: UserStore,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.lists.finish();
    await this.sweeping.stop();
  }

  hear(list: ListRefreshed): Promise<void> {
    return this.lists.submit(list.userId, list);
  }

  private async hearAll(lists: ReadonlyMap<string, readonly ListRefreshed[]>): Promise<void> {
    const all = await this.webhooks.model
      .find({ userId: { $in: [...lists.keys()] }, offSince: { $exists: false } }, { deliveries: 0 })
      .lean<WebhookDocument[]>();
    for (const [userId, hooks] of Map.groupBy(all, (hook) => hook.userId))
      await this.tell(hooks, lists.get(userId)!);
    if (all.length > 0) this.sweeping.soon();
  }

  /** @param lists  of one person, the last of which stands */
  private async tell(hooks: readonly WebhookDocument[], lists: readonly ListRefreshed[]): Promise<void> {
    const { model } = this.webhooks;
    const { userId, ratingsVersion, generatedAt } = lists.at(-1)!;
    const newMovies = new Map(
      lists.flatMap(({ newMovies: some = [] }) => some.map((one) => [one.movieId, one])),
    );
    // Whether a film is within family mode is not known here: then none is told of.
    const user = await this.users.find(alive(userId), 'viewing');
    const tellable = user?.viewing?.certificationMax === undefined ? [...newMovies.values()] : [];
    for (const { _id, events, lastListAt, told } of hooks) {
      if (events.includes('list.refreshed')) {
        const at = new Date(Math.max(Date.now(), (lastListAt?.getTime() ?? 0) + LIST_EVERY_MS));
        await model.updateOne({ _id }, { $set: { due: { at, ratingsVersion, generatedAt } } });
      }
      const films = tellable.filter(({ movieId }) => !told.includes(movieId));
      if (!events.includes('films.new') || films.length === 0) continue;
      const ids = films.map(({ movieId }) => movieId);
      await this.send({ userId, id: _id }, 'films.new', { films }, idOf(_id, ...ids));
      await model.updateOne({ _id }, { $push: { told: { $each: ids, $slice: -TOLD_KEPT } } });
    }
  }

  /** @throws AppError `entry_not_found` */
  async test({ userId, id }: SecretOfUser): Promise<string> {
    await this.webhooks.get({ userId, id });
    return this.send({ userId, id }, 'test', {}, idOf(id, randomUUID()));
  }

  /** Lists whose minute is over. Two replicas at once tell of one under the same id. */
  private async sweep(): Promise<void> {
    const { model } = this.webhooks;
    const due = await model
      .find({ 'due.at': { $lte: new Date() } }, { deliveries: 0, told: 0 })
      .limit(HOOKS_PER_SWEEP)
      .lean<WebhookDocument[]>();
    for (const { _id, userId, due: list, offSince } of due) {
      const { ratingsVersion, generatedAt, at } = list!;
      const id = idOf(_id, generatedAt, String(ratingsVersion));
      if (!offSince)
        await this.send({ userId, id: _id }, 'list.refreshed', { ratingsVersion, generatedAt }, id);
      await model.updateOne({ _id, 'due.at': at }, { $unset: { due: 1 }, $set: { lastListAt: new Date() } });
    }
  }

  private async send(
    { userId, id: webhookId }: SecretOfUser,
    type: string,
    data: object,
    deliveryId: string,
  ): Promise<string> {
    const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
    await this.events.publish(WebhookDue, { userId, webhookId, deliveryId, type, body });
    return deliveryId;
  }
}

const idOf = (...what: string[]) =>
  `msg_${createHash('sha256').update(what.join('\n')).digest('hex').slice(0, 32)}`;
