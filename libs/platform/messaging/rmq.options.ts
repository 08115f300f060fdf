import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { addressesIn } from '../config/store.addresses.js';
import type { Options } from 'amqplib';
import { QUORUM } from './event.queues.js';
import type { ServiceName } from '#contracts/protocol/rpc.js';

/** A queue that a server consumes. */
export interface QueueSettings {
  url: string;
  queue: string;
  /** How many messages a process holds at most: those it works on. */
  prefetch: number;
  /** Of one process's own and gone with its connection. */
  own: boolean;
}

/**
 * A service's event queue: durable and replicated, acknowledged after the work, shared by all its replicas.
 *
 * @param prefetch  how many events a replica has in hand; many where it takes them together
 */
export function eventQueue(url: string, service: string, prefetch = 16): QueueSettings {
  return { url, queue: `${service}.events`, prefetch, own: false };
}

/** A queue of one process's own, gone with its connection: every replica sees every event. */
export function broadcastQueue(url: string, service: string): QueueSettings {
  return { url, queue: `${service}.events.${hostname()}.${randomUUID()}`, prefetch: 256, own: true };
}

/**
 * A service's calls. What a process has no room for stays in the queue, where another replica finds it, and where it
 * expires when its caller has given up.
 */
export function rpcQueue(url: string, service: ServiceName): QueueSettings {
  return { url, queue: `${service}.rpc`, prefetch: 64, own: false };
}

/**
 * How a service's queue of calls is declared. On one broker a classic queue, which is fastest; on a cluster a quorum queue, since a
 * classic one is away with the node it lives on. Whoever makes a cluster of a broker deletes the `<service>.rpc` queues first: a
 * queue cannot change its kind.
 */
export function callQueueOptions(url: string): Options.AssertQueue {
  const isCluster = addressesIn(url).length > 1;
  return { durable: true, ...(isCluster && { arguments: QUORUM }) };
}
