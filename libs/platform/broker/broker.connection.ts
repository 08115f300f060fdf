import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type Channel, type ConfirmChannel, connect, type RecoveringChannelModel } from 'amqplib';
import { AppError } from '#contracts/protocol/app.error.js';
import { brokerAddresses } from '../stores/broker.address.js';
import { outside } from '../process/outside.js';

const HEARTBEAT_S = 10;
const CONNECT_MS = 5000;
/** How many frames a channel takes that the broker does not read, before it says that it is full. */
const MAX_UNWRITTEN = 128;
const CLOSE_MS = 2000;
/** A broker that is back is found within a second. */
const RECOVERY = { initialDelay: 100, maxDelay: 1000, waitForConnect: false };

/**
 * A connection to the broker: it opens at its first use and comes back by itself. Its channels do not; a `LastingChannel`
 * does. None of its failures ends the process.
 */
export class BrokerConnection {
  private readonly log = new Logger(BrokerConnection.name);
  private model?: Promise<RecoveringChannelModel>;
  private blockedBecause?: string;
  private away = false;

  /**
   * @param url      where the broker is; for a cluster its nodes, with commas between
   * @param purpose  for the log
   */
  constructor(
    private readonly url: string,
    private readonly purpose: string,
  ) {}

  /** Waits for the broker as long as that takes; rejects when the connection is closed meanwhile. */
  async confirmChannel(): Promise<ConfirmChannel> {
    return (await this.opened()).createConfirmChannel({ highWaterMark: MAX_UNWRITTEN });
  }

  /** Does something on a channel of its own, so that a failure closes no other. */
  async aside<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const channel = await (await this.opened()).createChannel();
    channel.on('error', () => undefined);
    try {
      return await work(channel);
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  /**
   * A broker that is short of memory or disk stops reading what is sent to it.
   *
   * @throws AppError `service_unavailable` meanwhile: what is not sent now is not carried out later
   */
  requireUnblocked(): void {
    if (this.blockedBecause === undefined) return;
    const cause = new Error(`the broker takes nothing: ${this.blockedBecause}`);
    throw new AppError('service_unavailable', undefined, undefined, { cause });
  }

  /** A broker that does not answer the goodbye is left after two seconds. */
  async close(): Promise<void> {
    const closing = this.model?.then((model) => model.close()).catch(() => undefined);
    if (closing) await Promise.race([closing, pause(CLOSE_MS, undefined, { ref: false })]);
  }

  private opened(): Promise<RecoveringChannelModel> {
    return (this.model ??= outside(() => this.open()));
  }

  private async open(): Promise<RecoveringChannelModel> {
    const nodes = brokerAddresses(this.url);
    // Connections of many processes are spread over the nodes.
    let at = Math.floor(Math.random() * nodes.length);
    const address = { heartbeat: HEARTBEAT_S, ...nodes[at] };
    // amqplib reads the address anew at each attempt: after a failure that of the next node.
    const lost = (error: Error) => {
      Object.assign(address, nodes[++at % nodes.length]);
      this.lost(error);
    };
    const model = await connect(address, { recovery: RECOVERY, timeout: CONNECT_MS, noDelay: true });
    model.on('error', () => undefined); // 'disconnect' follows.
    model.on('disconnect', lost);
    model.on('connect-failed', lost);
    model.on('connect', () => {
      this.log.log(`${this.away ? 'the broker is back' : 'connected to the broker'}, for ${this.purpose}`);
      this.away = false;
    });
    model.on('blocked', (reason: string) => {
      this.blockedBecause = reason;
      this.log.warn(`the broker takes nothing from ${this.purpose}: ${reason}`);
    });
    model.on('unblocked', () => (this.blockedBecause = undefined));
    return model;
  }

  /** A broker that is away is waited for: one line for an operator, and not an error of ours. */
  private lost(error: Error): void {
    this.blockedBecause = undefined;
    if (!this.away) this.log.warn(`the broker is away, for ${this.purpose}: ${error.message}`);
    this.away = true;
  }
}
