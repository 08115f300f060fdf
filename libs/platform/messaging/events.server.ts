import { AppError } from '#contracts/protocol/app.error.js';
import { EventEnvelope, eventName } from '#contracts/protocol/event.js';
import { accepted } from '#contracts/protocol/validation.js';
import { Logger } from '@nestjs/common';
import { type MessageHandler, RmqContext } from '@nestjs/microservices';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { isObservable, lastValueFrom } from 'rxjs';
import { withCorrelation } from '../observability/correlation.js';
import { countDeadEventsBy, eventsHandled } from '../observability/metrics.js';
import { ConfirmedSender } from '../broker/confirmed.sender.js';
import { ConsumingServer } from './consuming.server.js';
import {
  bindEvents,
  deadQueue,
  declareEventQueues,
  declareOwnQueue,
  deliveriesInVain,
  ownHeaders,
  waitingQueue,
} from './event.queues.js';
import { BROADCAST_TRANSPORT, EVENTS_TRANSPORT, type EventHandlerExtras } from './on-event.decorator.js';
import type { QueueSettings } from './rmq.options.js';

const ATTEMPT_HEADER = 'x-attempt';
/** Fewer than the 20 after which RabbitMQ 4 drops a message without a word. */
const MAX_DELIVERIES_IN_VAIN = 5;

interface WireEvent {
  pattern?: unknown;
  data?: unknown;
}

/**
 * Consumes a service's events. What happens to a delivery:
 *
 *     handled            → acknowledged
 *     handler threw,
 *     or unknown here    → parked in `<queue>.again.<delay>` and back again, with a longer delay each time: a newer
 *                          replica may know the event
 *     out of tries,
 *     not an event,
 *     or a process died on
 *     it five times      → `<queue>.dead`, with the reason in its headers
 *
 * Each move is confirmed by the broker before the delivery is acknowledged, so after a crash of ours the event comes again.
 */
export class EventsServer extends ConsumingServer {
  override readonly transportId: symbol = EVENTS_TRANSPORT;
  private readonly log = new Logger(EventsServer.name);
  private readonly senders = new WeakMap<ConfirmChannel, ConfirmedSender>();
  /** Channels on which one event at a time is taken. */
  private readonly careful = new WeakSet<ConfirmChannel>();

  /** @param retryDelays milliseconds before each further try; empty for queues that nobody retries */
  constructor(
    settings: QueueSettings,
    private readonly retryDelays: number[],
  ) {
    super(settings);
    if (!settings.own) countDeadEventsBy(() => this.countDead());
  }

  protected override async declare(channel: ConfirmChannel): Promise<void> {
    const { queue, own } = this.settings;
    this.senders.set(channel, new ConfirmedSender(channel));
    if (own) await declareOwnQueue(channel, queue);
    else await declareEventQueues(channel, queue, this.retryDelays);
    await bindEvents(channel, queue, [...this.getHandlers().keys()]);
  }

  /**
   * One event at a time while they are ones that were delivered before: if one of them kills the process, the queue counts
   * that against it alone. The first new one shows that they are done with.
   */
  protected override async consume(channel: ConfirmChannel, prefetch: number): Promise<void> {
    if (this.settings.own || prefetch === 1) return super.consume(channel, prefetch);
    this.careful.add(channel);
    await super.consume(channel, 1);
  }

  protected override async handle(message: ConsumeMessage, channel: ConfirmChannel): Promise<void> {
    // A channel that closes meanwhile is set up again anyway.
    if (!message.fields.redelivered && this.careful.delete(channel))
      super.consume(channel, this.settings.prefetch - 1).catch(() => undefined);
    const { pattern, data } = eventOf(message);
    try {
      const handler = pattern ? this.getHandlerByPattern(pattern) : null;
      requireSurvivable(message);
      if (!handler) throw noHandler(pattern);
      await this.deliver(handler, data, new RmqContext([message as never, channel, String(pattern)]));
      eventsHandled.inc({ event: String(pattern), outcome: 'handled' });
    } catch (error) {
      await this.setAside(message, channel, String(pattern), error as Error);
    }
    this.acknowledge(message, channel);
  }

  private async deliver(handler: MessageHandler, data: unknown, context: RmqContext): Promise<void> {
    const envelope = accepted(EventEnvelope, data);
    const { eventClass } = handler.extras as unknown as EventHandlerExtras;
    const event = accepted(eventClass, envelope.data);
    await withCorrelation(envelope.correlationId, async () => {
      const began = performance.now();
      this.log.debug(`${eventName(eventClass)} taken`);
      const result: unknown = await handler(event, context);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
      this.log.log(`${eventName(eventClass)} handled in ${Math.round(performance.now() - began)} ms`);
    });
  }

  private async setAside(
    message: ConsumeMessage,
    channel: ConfirmChannel,
    pattern: string,
    error: Error,
  ): Promise<void> {
    const { queue, own } = this.settings;
    const attempt = Number(message.properties.headers?.[ATTEMPT_HEADER] ?? 0);
    const hopeless = error instanceof AppError && error.code === 'validation_failed';
    const delay = hopeless || error instanceof DeadlyEvent ? undefined : this.retryDelays[attempt];
    const headers = {
      ...ownHeaders(message.properties.headers),
      [ATTEMPT_HEADER]: attempt + 1,
      'x-event': pattern,
      'x-reason': error.message,
      'x-set-aside-at': new Date().toISOString(),
    };
    eventsHandled.inc({ event: pattern, outcome: delay === undefined ? 'dead' : 'retried' });
    if (own) {
      this.log.error({ err: error, event: pattern }, 'event dropped');
      return;
    }
    if (delay === undefined) {
      this.log.error({ err: error, event: pattern, attempt }, `event moved to ${deadQueue(queue)}`);
    } else {
      this.log.warn({ event: pattern, attempt, reason: error.message }, `event tried again in ${delay} ms`);
    }
    const target = delay === undefined ? deadQueue(queue) : waitingQueue(queue, delay);
    await this.senders.get(channel)!.toQueue(target, message.content, headers);
  }

  /** NaN, as Prometheus has it for "not known", while the broker or the queue is away. */
  private async countDead(): Promise<number> {
    if (this.problem) return NaN;
    try {
      const { messageCount } = await this.connection.aside((channel) =>
        channel.checkQueue(deadQueue(this.settings.queue)),
      );
      return messageCount;
    } catch {
      return NaN;
    }
  }
}

/** What a process dies on is not tried another time. */
class DeadlyEvent extends Error {}

/** @throws DeadlyEvent for an event that has been delivered in vain too often */
function requireSurvivable({ properties }: ConsumeMessage): void {
  const times = deliveriesInVain(properties.headers);
  if (times >= MAX_DELIVERIES_IN_VAIN)
    throw new DeadlyEvent(`delivered ${times} times, and each time the process ended or lost its connection`);
}

function eventOf({ content }: ConsumeMessage): { pattern?: string; data?: unknown } {
  try {
    const { pattern, data } = (JSON.parse(content.toString()) ?? {}) as WireEvent;
    return { pattern: typeof pattern === 'string' ? pattern : undefined, data };
  } catch {
    return {};
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

  constructor(settings: QueueSettings) {
    super(settings, []);
  }
}
