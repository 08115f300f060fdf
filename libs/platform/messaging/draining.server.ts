import { Logger } from '@nestjs/common';
import { ServerRMQ } from '@nestjs/microservices';
import type { ConsumeMessage, Channel } from 'amqplib';
import type { RmqSettings } from './rmq.options.js';

const DRAIN_MS = 8000;

/** A broker that is away is waited for: one line for an operator, and not an error of ours. */
class BrokerLog extends Logger {
  override error(message: unknown): void {
    this.warn(
      message instanceof Error
        ? message.message
        : String((message as { err?: Error })?.err?.message ?? message),
    );
  }
}

/** Nest's RabbitMQ server. On close it stops consuming and waits for running handlers, at most 8 s. */
export class DrainingServer extends ServerRMQ {
  protected override readonly logger = new BrokerLog(DrainingServer.name);
  private readonly inFlight = new Set<Promise<unknown>>();
  private consuming?: Channel;

  constructor(protected readonly settings: RmqSettings) {
    super({
      ...settings,
      consumerTag: `${settings.queue}.${process.pid}.${Math.random().toString(36).slice(2)}`,
    });
  }

  override async setupChannel(channel: Channel, callback: () => void): Promise<void> {
    this.consuming = channel;
    // Nest does not wait for the broker's answer: a channel that closes before it would end the process.
    const consume = channel.consume.bind(channel);
    channel.consume = (...args) => {
      const answer = consume(...args);
      answer.catch(() => undefined);
      return answer;
    };
    await super.setupChannel(channel, callback);
  }

  override async handleMessage(message: ConsumeMessage, channel: Channel): Promise<void> {
    const work = super.handleMessage(message as unknown as Record<string, unknown>, channel);
    this.inFlight.add(work);
    try {
      await work;
    } finally {
      this.inFlight.delete(work);
    }
  }

  override async close(): Promise<void> {
    // Asked to end while it still connects: no channel is opened any more, and one that is half open may fail.
    this.server?.removeAllListeners('connect');
    this.channel?.on('error', () => undefined);
    const tag = (this.options as RmqSettings).consumerTag;
    if (this.consuming && tag) await this.consuming.cancel(tag).catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const timedOut = new Promise((resolve) => (timer = setTimeout(resolve, DRAIN_MS)));
    await Promise.race([Promise.allSettled([...this.inFlight]), timedOut]);
    clearTimeout(timer);
    await super.close();
  }
}
