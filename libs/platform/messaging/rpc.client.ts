import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#contracts/protocol/app.error.js';
import { type Rpc, type ServiceName, serviceOf } from '#contracts/protocol/rpc.js';
import { refuseUndeclared } from '#contracts/protocol/validation.js';
import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { Environment } from '../config/environment.js';
import { correlationId } from '../observability/correlation.js';
import { rpcDuration } from '../observability/metrics.js';
import { deadline } from '../process/deadline.js';
import { PerTurn } from '../process/per.turn.js';
import { BrokerConnection } from '../broker/broker.connection.js';
import { LastingChannel } from '../broker/lasting.channel.js';
import { encoded } from '../broker/message.size.js';
import { callQueueOptions } from './rmq.options.js';
import { CORRELATION_HEADER, DEADLINE_HEADER, type WireReply } from './rpc.wire.js';

const REPLIES = 'amq.rabbitmq.reply-to';
/** How long a call waits for a broker that is away; shorter than the call itself, so that its caller can ask again. */
const BROKER_WAIT_MS = 2000;
/** A broker that confirms nothing for so long is deaf on that channel; a busy one is late by less, and is still listened to. */
const DEAF_MS = 2000;
/** How many calls wait for their replies at once. */
const MAX_WAITING = 10_000;
/**
 * Replies handed on in one turn of the event loop. They come in bursts, because a store makes writes lasting together, and what
 * waits for each works on at once: so other requests wait for one of them and not for all.
 */
const REPLIES_PER_TURN = 1;

interface Waiting {
  resolve(reply: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
  channel: ConfirmChannel;
  service: ServiceName;
  sentAt: number;
  /** The broker has said that it keeps the call. */
  isTaken: boolean;
}

interface Arrived {
  content: Buffer;
  waiting: Waiting;
}

/**
 * Calls other services. Every call ends: with its reply, with the other side's AppError, or with `service_unavailable`. Its
 * deadline travels with it, and is never later than that of the work that calls.
 */
@Injectable()
export class RpcClient implements OnApplicationShutdown {
  private readonly log = new Logger(RpcClient.name);
  private readonly connection: BrokerConnection;
  private readonly channel: LastingChannel;
  private readonly waiting = new Map<string, Waiting>();
  private readonly replies = new PerTurn<Arrived>(REPLIES_PER_TURN, handOn);
  /** Settles when the broker reads again, or its channel has closed. */
  private full?: Promise<void>;
  /** The services whose queue is known to be there. */
  private readonly declared = new Map<ServiceName, Promise<unknown>>();
  /** When the broker last confirmed a call to a service. */
  private readonly confirmedAt = new Map<ServiceName, number>();

  constructor(private readonly environment: Environment) {
    this.connection = new BrokerConnection(environment.RABBITMQ_URL, 'calls');
    this.channel = new LastingChannel(this.connection, 'calls', (channel) => this.setUp(channel));
  }

  async call<Request extends object, Reply>(
    call: Rpc<Request, Reply>,
    request: Request,
    timeoutMs = this.environment.RPC_TIMEOUT_MS,
  ): Promise<Reply> {
    refuseUndeclared(call.request, request);
    const until = Math.min(Date.now() + timeoutMs, deadline() ?? Infinity);
    const stop = rpcDuration.startTimer({ call: call.name });
    try {
      return (await this.exchange(serviceOf(call), call.name, request, until)) as Reply;
    } catch (error) {
      const ours = error instanceof AppError ? error.cause : error;
      if (ours instanceof Error) this.log.warn(`${call.name}: ${ours.message}`);
      if (error instanceof AppError) throw error;
      throw new AppError('service_unavailable', undefined, undefined, { cause: error });
    } finally {
      stop();
    }
  }

  private async exchange(
    service: ServiceName,
    pattern: string,
    data: object,
    until: number,
  ): Promise<unknown> {
    const id = randomUUID();
    const content = encoded(`The request ${pattern}`, { pattern, data, id }, 'payload_too_large');
    const channel = await this.channel.open(Math.min(BROKER_WAIT_MS, left(until)));
    await this.declare(service, channel);
    await this.room(until);
    this.connection.requireUnblocked();
    if (this.waiting.size >= MAX_WAITING) throw new Error('too many calls wait for their replies');
    const timeLeft = left(until);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => this.late(id), timeLeft);
    const sentAt = performance.now();
    this.waiting.set(id, { resolve, reject, timer, channel, service, sentAt, isTaken: false });
    const options = {
      replyTo: REPLIES,
      correlationId: id,
      mandatory: true,
      expiration: String(timeLeft),
      headers: { [CORRELATION_HEADER]: correlationId() ?? '', [DEADLINE_HEADER]: Math.floor(until) },
    };
    try {
      const more = channel.sendToQueue(`${service}.rpc`, content, options, (refusal: Error | null) =>
        this.confirmed(id, service, refusal),
      );
      if (!more) this.full ??= this.drained(channel);
    } catch (error) {
      this.take(id)?.reject(error as Error);
    }
    return promise;
  }

  private async setUp(channel: ConfirmChannel): Promise<void> {
    this.declared.clear();
    channel.on('return', ({ properties, fields }: ConsumeMessage) => {
      this.declared.delete(fields.routingKey.replace(/\.rpc$/, '') as ServiceName);
      this.take(String(properties.correlationId))?.reject(
        new Error(`there is no queue ${fields.routingKey}`),
      );
    });
    channel.on('close', () => this.giveUp(channel, 'the channel was closed'));
    const consumed = (message: ConsumeMessage | null): void => {
      if (message) this.answered(message);
      else channel.close().catch(() => undefined);
    };
    await channel.consume(REPLIES, consumed, { noAck: true });
  }

  /** The queue of a service that was never started is made by its first caller, and its calls expire in it. */
  private async declare(service: ServiceName, channel: ConfirmChannel): Promise<void> {
    let declared = this.declared.get(service);
    if (!declared) {
      declared = channel.assertQueue(`${service}.rpc`, callQueueOptions(this.environment.RABBITMQ_URL));
      this.declared.set(service, declared);
      declared.catch(() => this.declared.delete(service));
    }
    await declared;
  }

  /** What the broker does not read is not sent, so that it cannot be read and carried out when its caller has gone. */
  private async room(until: number): Promise<void> {
    while (this.full) {
      const end = new AbortController();
      const late = pause(left(until), undefined, { signal: end.signal });
      await Promise.race([this.full, late]).finally(() => end.abort());
    }
  }

  private drained(channel: ConfirmChannel): Promise<void> {
    return new Promise<void>((resolve) => {
      channel.once('drain', resolve);
      channel.once('close', resolve);
    }).finally(() => (this.full = undefined));
  }

  private answered({ content, properties }: ConsumeMessage): void {
    const waiting = this.take(String(properties.correlationId));
    if (waiting) this.replies.take({ content, waiting }); // Else it has given up.
  }

  private confirmed(id: string, service: ServiceName, refusal: Error | null): void {
    if (!refusal) this.confirmedAt.set(service, performance.now());
    const waiting = this.waiting.get(id);
    if (!waiting) return; // It is answered already, or has given up.
    if (!refusal) waiting.isTaken = true;
    else {
      this.take(id)?.reject(refusal);
      this.channel.renew(waiting.channel, refusal.message);
    }
  }

  private late(id: string): void {
    const waiting = this.take(id);
    if (!waiting) return;
    const why = waiting.isTaken ? 'no answer in time' : 'the broker did not confirm the call in time';
    waiting.reject(new Error(why));
    if (waiting.isTaken) return;
    const silent = performance.now() - waiting.sentAt;
    // What it has said may not have been read yet by a process that is busy.
    const look = () => setImmediate(() => this.leaveDeaf(waiting, why));
    setTimeout(look, Math.max(0, DEAF_MS - silent)).unref();
  }

  /** A channel is left, and with it all that waits there, when the broker has confirmed no call to that service since. */
  private leaveDeaf({ channel, service, sentAt }: Waiting, why: string): void {
    if ((this.confirmedAt.get(service) ?? 0) < sentAt) this.channel.renew(channel, why);
  }

  private take(id: string): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  /** Replies come on the channel of their requests only. */
  private giveUp(channel: ConfirmChannel, why: string): void {
    for (const [id, waiting] of this.waiting)
      if (waiting.channel === channel) this.take(id)?.reject(new Error(why));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.channel.close();
    await this.connection.close();
  }
}

function handOn({ content, waiting }: Arrived): void {
  try {
    const { err, response } = JSON.parse(content.toString()) as WireReply;
    if (err === undefined) waiting.resolve(response);
    else waiting.reject(AppError.fromWire(err));
  } catch (error) {
    waiting.reject(error as Error);
  }
}

/** @throws when there is none */
function left(until: number): number {
  const ms = Math.floor(until - Date.now());
  if (ms <= 0) throw new Error('no time left');
  return ms;
}
