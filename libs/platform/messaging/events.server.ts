import { AppError } from '#contracts/protocol/app.error.js';
import { EventEnvelope, eventName } from '#contracts/protocol/event.js';
import { accepted } from '#contracts/protocol/validation.js';
import { Logger } from '@nestjs/common';
import { type MessageHandler, RmqContext } from '@nestjs/microservices';
import type { Channel, ConsumeMessage } from 'amqplib';
import { isObservable, lastValueFrom } from 'rxjs';
import { withCorrelation } from '../observability/correlation.js';
import { DrainingServer } from './draining.server.js';
import { countDeadEventsBy, eventsHandled } from '../observability/metrics.js';
import { BROADCAST_TRANSPORT, EVENTS_TRANSPORT, type EventHandlerExtras } from './on-event.decorator.js';
import type { RmqSettings } from './rmq.options.js';

const ATTEMPT_HEADER = 'x-attempt';

/**
 * Consumes a service's events. What happens to a delivery:
 *
 *     handled            → acknowledged
 *     handler threw,
 *     or unknown here    → parked in `<queue>.retry.<delay>` and back again, with a longer delay each time: a newer
 *                          replica may know the event
 *     out of tries,
 *     or not an event    → `<queue>.dead`, with the reason in its headers
 *
 * Each move is confirmed by the broker before the delivery is acknowledged, so after a crash of ours the event comes again.
 */
export class EventsServer extends DrainingServer {
  override readonly transportId: symbol = EVENTS_TRANSPORT;
  private readonly log = new Logger(EventsServer.name);

  /** @param retryDelays milliseconds before each further try; empty for queues that nobody retries */
  constructor(
    settings: RmqSettings,
    private readonly retryDelays: number[],
  ) {
    super(settings);
  }

  get deadQueue(): string {
    return `${this.settings.queue}.dead`;
  }

  override async setupChannel(channel: Channel, callback: () => void): Promise<void> {
    const { queue, queueOptions } = this.settings;
    if (!queueOptions?.exclusive) {
      const quorum = { 'x-queue-type': 'quorum' };
      await channel.assertQueue(this.deadQueue, { durable: true, arguments: quorum });
      countDeadEventsBy(() => this.countDead(channel));
      for (const delay of this.retryDelays) {
        await channel.assertQueue(this.retryQueue(delay), {
          durable: true,
          messageTtl: delay,
          deadLetterExchange: '',
          deadLetterRoutingKey: queue,
        });
      }
    }
    await super.setupChannel(channel, callback);
  }

  override async handleEvent(
    pattern: string,
    packet: { data?: unknown },
    context: RmqContext,
  ): Promise<void> {
    const message = context.getMessage() as ConsumeMessage;
    try {
      const handler = this.getHandlerByPattern(pattern);
      if (!handler) throw noHandler(pattern);
      await this.deliver(handler, packet, context);
      eventsHandled.inc({ event: pattern, outcome: 'handled' });
    } catch (error) {
      await this.setAside(message, String(pattern), error as Error);
    }
    (context.getChannelRef() as Channel).ack(message);
  }

  private async deliver(
    handler: MessageHandler,
    packet: { data?: unknown },
    context: RmqContext,
  ): Promise<void> {
    const envelope = accepted(EventEnvelope, packet.data);
    const { eventClass } = handler.extras as unknown as EventHandlerExtras;
    const event = accepted(eventClass, envelope.data);
    await withCorrelation(envelope.correlationId, async () => {
      const began = performance.now();
      const result: unknown = await handler(event, context);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
      this.log.log(`${eventName(eventClass)} handled in ${Math.round(performance.now() - began)} ms`);
    });
  }

  private async setAside(message: ConsumeMessage, pattern: string, error: Error): Promise<void> {
    const attempt = Number(message.properties.headers?.[ATTEMPT_HEADER] ?? 0);
    const delay =
      error instanceof AppError && error.code === 'validation_failed' ? undefined : this.retryDelays[attempt];
    const headers = {
      ...message.properties.headers,
      [ATTEMPT_HEADER]: attempt + 1,
      'x-event': pattern,
      'x-reason': error.message,
    };
    eventsHandled.inc({ event: pattern, outcome: delay === undefined ? 'dead' : 'retried' });
    if (this.settings.queueOptions?.exclusive) {
      this.log.error({ err: error, event: pattern }, 'event dropped');
      return;
    }
    if (delay === undefined) {
      this.log.error({ err: error, event: pattern, attempt }, `event moved to ${this.deadQueue}`);
    } else {
      this.log.warn({ event: pattern, attempt, reason: error.message }, `event tried again in ${delay} ms`);
    }
    const queue = delay === undefined ? this.deadQueue : this.retryQueue(delay);
    await this.channel!.sendToQueue(queue, message.content, { persistent: true, headers });
  }

  /** NaN, as Prometheus has it for "not known", while the broker is away. */
  private async countDead(channel: Channel): Promise<number> {
    try {
      return (await channel.checkQueue(this.deadQueue)).messageCount;
    } catch {
      return NaN;
    }
  }

  private retryQueue(delay: number): string {
    return `${this.settings.queue}.retry.${delay}`;
  }
}

/** A name that only another version knows is worth a retry; a message without one is no event. */
function noHandler(pattern: string | undefined): Error {
  return pattern
    ? new Error(`no handler for "${pattern}" in this version`)
    : new AppError('validation_failed', 'no handler for a message without a pattern');
}

/** Consumes a `broadcastQueue` beside the service's own: for handlers that every replica needs. */
export class BroadcastServer extends EventsServer {
  override readonly transportId = BROADCAST_TRANSPORT;

  constructor(settings: RmqSettings) {
    super(settings, []);
  }
}
