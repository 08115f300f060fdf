import { randomUUID } from 'node:crypto';
import type { ConfirmChannel, Options } from 'amqplib';
import { withinTime } from '../process/time-limit.js';

const CONFIRM_MS = 10_000;

/** Sends messages of which the broker says that it keeps them. */
export class ConfirmedSender {
  private readonly returned = new Set<string>();

  constructor(private readonly channel: ConfirmChannel) {
    channel.on('return', ({ properties }: { properties: { messageId?: string } }) =>
      this.returned.add(String(properties.messageId)),
    );
  }

  /** @throws when the queue is not there or the broker did not confirm in time */
  async toQueue(queue: string, content: Buffer, headers: Record<string, unknown>): Promise<void> {
    const messageId = randomUUID();
    await this.send('', queue, content, { persistent: true, mandatory: true, messageId, headers });
    // What the broker gives back it confirms too, and afterwards.
    if (this.returned.delete(messageId)) throw new Error(`there is no queue ${queue}`);
  }

  /** @throws when the broker did not confirm in time; the message may then be sent again */
  async send(exchange: string, key: string, content: Buffer, options: Options.Publish): Promise<void> {
    const confirmed = new Promise<void>((resolve, reject) => {
      this.channel.publish(exchange, key, content, options, (error: Error | null) =>
        error ? reject(error) : resolve(),
      );
    });
    await withinTime(confirmed, CONFIRM_MS, () => new Error('the broker did not confirm in time'));
  }
}
