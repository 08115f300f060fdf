import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import type { ConfirmChannel } from 'amqplib';

/** Of a queue that every node of a cluster has: it stays while most of them do. */
export const QUORUM = { 'x-queue-type': 'quorum' };

/** Where events lie that could not be handled. */
export const deadQueue = (queue: string): string => `${queue}.dead`;

/**
 * Where an event waits before it is tried again. Up to 0.5 these were `<queue>.retry.<ms>`, classic queues that the broker
 * empties without confirming; a queue cannot change its kind, so these have another name, and the old ones run empty.
 */
export const waitingQueue = (queue: string, delayMs: number): string => `${queue}.again.${delayMs}`;

/** A service's event queue, as every version since 0.1 declares it, with those beside it. */
export async function declareEventQueues(
  channel: ConfirmChannel,
  queue: string,
  retryDelays: number[],
): Promise<void> {
  await channel.assertQueue(deadQueue(queue), { durable: true, arguments: QUORUM });
  for (const delay of retryDelays) {
    await channel.assertQueue(waitingQueue(queue, delay), {
      durable: true,
      messageTtl: delay,
      deadLetterExchange: '',
      deadLetterRoutingKey: queue,
      // Kept until the event queue has confirmed it; the broker insists on the overflow for that.
      overflow: 'reject-publish',
      arguments: { ...QUORUM, 'x-dead-letter-strategy': 'at-least-once' },
    } as Parameters<ConfirmChannel['assertQueue']>[1]);
  }
  await channel.assertQueue(queue, { durable: true, arguments: QUORUM });
}

/** A queue of one process's own. */
export async function declareOwnQueue(channel: ConfirmChannel, queue: string): Promise<void> {
  await channel.assertQueue(queue, { durable: false, exclusive: true, autoDelete: true });
}

/** Lets a queue hear of events by name. */
export async function bindEvents(channel: ConfirmChannel, queue: string, names: string[]): Promise<void> {
  await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
  for (const name of names) await channel.bindQueue(queue, EVENTS_EXCHANGE, name);
}

/** How often a quorum queue has delivered a message in vain: its process died, or lost its channel, with it in hand. */
export function deliveriesInVain(headers: Record<string, unknown> | undefined): number {
  return Number(headers?.['x-delivery-count'] ?? 0);
}

/** What the broker counts and writes itself; sent again, it would be taken for the new message's. */
const BROKERS_OWN = /^x-(delivery-count|acquired-count|death|(first|last)-death-\w+)$/;

/** A message's headers without those of the broker. */
export function ownHeaders(headers: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !BROKERS_OWN.test(name)));
}
