import { Logger } from '@nestjs/common';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { BrokerConnection } from '../broker/broker.connection.js';
import { type Consumer, consumers } from '../broker/consumer.health.js';
import { LastingChannel } from '../broker/lasting.channel.js';
import { outside } from '../process/outside.js';
import { withinTime } from '../process/time-limit.js';
import type { QueueSettings } from './rmq.options.js';

const DRAIN_MS = 8000;

/**
 * Consumes one queue, and again whenever the broker, its channel or its queue went away. A message is acknowledged when its
 * work is done, so a process never holds more than `prefetch` of them. On close it stops consuming and waits for running
 * handlers, at most 8 s.
 */
export abstract class ConsumingServer extends Server implements CustomTransportStrategy {
  protected readonly connection: BrokerConnection;
  private readonly channel: LastingChannel;
  private readonly inFlight = new Set<Promise<void>>();
  private readonly consuming: Consumer;
  private readonly failures = new Logger(ConsumingServer.name);
  private tags: string[] = [];
  private current?: ConfirmChannel;
  private closing = false;

  constructor(protected readonly settings: QueueSettings) {
    super();
    const { url, queue, own } = settings;
    this.connection = new BrokerConnection(url, queue);
    this.channel = new LastingChannel(this.connection, queue, (channel) => this.setUp(channel));
    const name = own ? 'broadcasts' : queue;
    this.consuming = { name, needed: !own, problem: () => this.problem };
    consumers.add(this.consuming);
  }

  /** Declares what is consumed. */
  protected abstract declare(channel: ConfirmChannel): Promise<void>;

  /** Does a message's work and acknowledges it. When it rejects, the message comes again. */
  protected abstract handle(message: ConsumeMessage, channel: ConfirmChannel): Promise<void>;

  /** Calls back when it consumes, and that may take until the broker is there. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    await this.channel.open();
    callback();
  }

  async close(): Promise<void> {
    this.closing = true;
    consumers.delete(this.consuming);
    for (const tag of this.tags) await this.current?.cancel(tag).catch(() => undefined);
    const done = Promise.allSettled([...this.inFlight]);
    await withinTime(done, DRAIN_MS, () => new Error('handlers still run')).catch((error: Error) =>
      this.failures.warn(`${this.settings.queue} is left: ${error.message}`),
    );
    // The channel first: its goodbye comes after the last acknowledgement, the connection's may overtake that.
    await this.channel.close();
    await this.connection.close();
  }

  /** Why it hears nothing now; undefined while it consumes. */
  get problem(): string | undefined {
    return this.channel.problem;
  }

  /** Nest's way to hear of a transport's own events: there are none. */
  on(): void {}

  unwrap<T>(): T {
    return this.connection as T;
  }

  /** Consumes at first as many messages at once as `prefetch` says. */
  protected async setUp(channel: ConfirmChannel): Promise<void> {
    this.tags = [];
    this.current = channel;
    await this.declare(channel);
    if (!this.closing) await this.consume(channel, this.settings.prefetch);
  }

  /** @param prefetch  how many messages more may be held at once */
  protected async consume(channel: ConfirmChannel, prefetch: number): Promise<void> {
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(this.settings.queue, (message) => {
      if (message) this.take(message, channel);
      else void this.abandon(channel, 'the queue is gone');
    });
    this.tags.push(consumerTag);
  }

  /** Acknowledges; on a channel that has closed meanwhile the message comes again by itself. */
  protected acknowledge(message: ConsumeMessage, channel: ConfirmChannel): void {
    try {
      channel.ack(message);
    } catch {
      this.failures.debug(
        `${this.settings.queue}: done, and the channel was closed before that could be said`,
      );
    }
  }

  private take(message: ConsumeMessage, channel: ConfirmChannel): void {
    const work = outside(() => this.handle(message, channel)).catch((error: Error) =>
      this.abandon(channel, error.message),
    );
    this.inFlight.add(work);
    void work.finally(() => this.inFlight.delete(work));
  }

  /** Gives back what is held by closing the channel; the next one begins anew. */
  private async abandon(channel: ConfirmChannel, why: string): Promise<void> {
    this.failures.warn(`${this.settings.queue} is consumed anew: ${why}`);
    try {
      await channel.close();
    } catch {
      // It is closed already.
    }
  }
}
