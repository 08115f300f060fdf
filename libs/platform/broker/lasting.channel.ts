import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { ConfirmChannel } from 'amqplib';
import { AppError } from '#contracts/protocol/app.error.js';
import { outside } from '../process/outside.js';
import { withinTime } from '../process/time-limit.js';
import type { BrokerConnection } from './broker.connection.js';

const SET_UP_MS = 10_000;
const CLOSE_MS = 2000;
/** A channel that lasted this long is no sign of one that closes again and again. */
const CALM_MS = 5000;
const REST_MS = { first: 50, longest: 1000 };

/**
 * A channel that is opened and set up again whenever it has closed: with its connection, or alone, as after an answer
 * that the broker refuses or an acknowledgement that came too late.
 */
export class LastingChannel {
  private readonly log = new Logger(LastingChannel.name);
  private current?: ConfirmChannel;
  private opening = Promise.withResolvers<ConfirmChannel>();
  private why = 'the broker has not been reached yet';
  private started = false;
  private ended = false;

  /**
   * @param purpose  for the log
   * @param setUp    declares and consumes; when it rejects, a new channel is tried
   */
  constructor(
    private readonly connection: BrokerConnection,
    private readonly purpose: string,
    private readonly setUp: (channel: ConfirmChannel) => Promise<void>,
  ) {}

  /** Why it cannot be used now; undefined when it can. */
  get problem(): string | undefined {
    return this.current ? undefined : this.why;
  }

  /**
   * The channel as soon as it is set up. Starts the keeping open.
   *
   * @param withinMs  how long to wait for it
   * @throws AppError `service_unavailable` when the time is over
   */
  async open(withinMs = Infinity): Promise<ConfirmChannel> {
    if (!this.started) {
      this.started = true;
      void outside(() => this.keepOpen());
    }
    if (this.current) return this.current;
    if (withinMs === Infinity) return this.opening.promise;
    return withinTime(this.opening.promise, withinMs, () => {
      return new AppError('service_unavailable', undefined, undefined, { cause: new Error(this.why) });
    });
  }

  /**
   * Leaves a channel whose messages the broker refuses or does not confirm: in a cluster it may still ask a node that was lost,
   * where a new one asks those that are there.
   */
  renew(channel: ConfirmChannel, why: string): void {
    if (this.current !== channel) return;
    this.why = why;
    channel.close().catch(() => undefined); // It is closed already.
  }

  async close(): Promise<void> {
    this.ended = true;
    await Promise.race([this.current?.close(), pause(CLOSE_MS, undefined, { ref: false })]).catch(
      () => undefined,
    );
  }

  /** Never rejects. */
  private async keepOpen(): Promise<void> {
    for (let rest = REST_MS.first; !this.ended; rest = Math.min(2 * rest, REST_MS.longest)) {
      try {
        const channel = await this.connection.confirmChannel();
        const closed = this.closing(channel);
        await this.settingUp(channel, closed);
        this.current = channel;
        this.opening.resolve(channel);
        const openedAt = performance.now();
        await closed;
        if (performance.now() - openedAt > CALM_MS) rest = REST_MS.first;
      } catch (error) {
        this.why = (error as Error).message;
      }
      if (this.current) this.opening = Promise.withResolvers();
      this.current = undefined;
      if (this.ended) return;
      this.log.warn(`${this.purpose}: ${this.why}`);
      await pause(rest, undefined, { ref: false });
    }
  }

  /** Resolves when the channel has closed, with the reason noted. */
  private closing(channel: ConfirmChannel): Promise<void> {
    this.why = 'the channel was closed';
    channel.on('error', (error: Error) => (this.why = error.message));
    return new Promise((resolve) => channel.once('close', resolve));
  }

  private async settingUp(channel: ConfirmChannel, closed: Promise<void>): Promise<void> {
    const gone = closed.then(() => {
      throw new Error(this.why);
    });
    gone.catch(() => undefined);
    try {
      const ready = Promise.race([this.setUp(channel), gone]);
      await withinTime(ready, SET_UP_MS, () => new Error('the broker does not answer'));
    } catch (error) {
      channel.close().catch(() => undefined);
      throw error;
    }
  }
}
