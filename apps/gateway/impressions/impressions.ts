import { MAX_SHOWN, MoviesShown, VISIT_MS } from '#contracts/gateway/gateway.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { RecurringTask } from '#platform/process/recurring.task.js';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

/** What is shown within so long is told together. */
const TELL_AFTER_MS = 5000;
const TELL_EVERY_MS = 60_000;
/** Movies of people whose visit is remembered, about 8 MB; beyond it the oldest are told once more, which changes nothing. */
const MAX_TOLD = 50_000;
/** People who wait to be told of; beyond it nothing is noted. */
const MAX_PEOPLE = 2000;

/**
 * Notes which movies lists have shown to whom, and tells the recommender: what somebody is shown again and again and never
 * answers sinks. A hint, no promise: what is noted is gone when the process ends or the broker is away.
 */
@Injectable()
export class Impressions implements OnApplicationBootstrap, OnModuleDestroy {
  /** `<user> <movie>` → when it was told, the oldest first. */
  private readonly told = new Map<string, number>();
  private readonly waiting = new Map<string, string[]>();
  private readonly telling = new RecurringTask(
    Impressions.name,
    () => this.tell(),
    TELL_EVERY_MS,
    TELL_AFTER_MS,
  );

  constructor(private readonly events: EventPublisher) {}

  onApplicationBootstrap(): void {
    this.telling.start();
  }

  note(userId: string, movieIds: readonly string[], now = Date.now()): void {
    if (!this.waiting.has(userId) && this.waiting.size >= MAX_PEOPLE) return;
    const shown = this.waiting.get(userId) ?? [];
    for (const movieId of movieIds) {
      if (shown.length >= MAX_SHOWN) break;
      const key = `${userId} ${movieId}`;
      if (now - (this.told.get(key) ?? -Infinity) < VISIT_MS) continue;
      this.told.delete(key);
      this.told.set(key, now);
      shown.push(movieId);
    }
    if (shown.length === 0) return;
    this.waiting.set(userId, shown);
    this.telling.soon();
    for (const [oldest] of this.told) {
      if (this.told.size <= MAX_TOLD) break;
      this.told.delete(oldest);
    }
  }

  private async tell(): Promise<void> {
    const shownAt = new Date().toISOString();
    const people = [...this.waiting];
    this.waiting.clear();
    for (const [userId, movieIds] of people)
      await this.events.publish(MoviesShown, { userId, movieIds, shownAt });
  }

  async onModuleDestroy(): Promise<void> {
    await this.telling.stop();
  }
}
