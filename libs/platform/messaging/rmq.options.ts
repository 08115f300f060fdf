import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import type { ServiceName } from '#contracts/protocol/rpc.js';
import type { RmqOptions } from '@nestjs/microservices';

export type RmqSettings = NonNullable<RmqOptions['options']>;

const RECONNECT = { heartbeatIntervalInSeconds: 10, reconnectTimeInSeconds: 1 };

/**
 * A service's event queue: durable and replicated, acknowledged after the work, shared by all its replicas.
 * Nest's own defaults (`noAck: true`, `persistent: false`) lose messages.
 *
 * @param prefetchCount  how many events a replica has in hand; many where it takes them together
 */
export function eventQueue(url: string, service: string, prefetchCount = 16): RmqSettings {
  return {
    ...exchange(url),
    queue: `${service}.events`,
    queueOptions: { durable: true, arguments: { 'x-queue-type': 'quorum' } },
    prefetchCount,
    noAck: false,
  };
}

/** A queue of one process's own, gone with its connection: every replica sees every event. */
export function broadcastQueue(url: string, service: string): RmqSettings {
  return {
    ...exchange(url),
    queue: `${service}.events.${hostname()}.${randomUUID()}`,
    queueOptions: { durable: false, exclusive: true, autoDelete: true },
    prefetchCount: 256,
    noAck: false,
  };
}

/** Where events are published: persistent, and confirmed by the broker. */
export function exchange(url: string): RmqSettings {
  return {
    urls: [url],
    exchange: EVENTS_EXCHANGE,
    exchangeType: 'topic',
    wildcards: true,
    persistent: true,
    socketOptions: RECONNECT,
  };
}

/**
 * A service's calls. Taken off the queue at once: a caller that got no answer has given up, so redelivering its request
 * would do the work twice for nobody. Requests older than their timeout expire in the queue for the same reason.
 */
export function rpcQueue(url: string, service: ServiceName): RmqSettings {
  return {
    urls: [url],
    queue: `${service}.rpc`,
    queueOptions: { durable: true },
    noAck: true,
    persistent: false,
    socketOptions: RECONNECT,
  };
}
