import { createHash } from 'node:crypto';
import type { ChannelModel, ConfirmChannel, GetMessage } from 'amqplib';
import { connectToBroker } from '../stores/broker.address.js';
import { ConfirmedSender } from '../broker/confirmed.sender.js';
import { deadQueue, ownHeaders } from './event.queues.js';

/** An event that could not be handled, as an operator sees it. */
export interface DeadLetter {
  /** The event's own id; of what is no event, a digest of its bytes. */
  id: string;
  event: string;
  reason: string;
  /** How often it was tried. */
  attempts: number;
  /** When it was given up, ISO 8601; unknown of those that versions up to 0.5 gave up. */
  deadSince?: string;
  /** When it happened, ISO 8601, if it says so. */
  occurredAt?: string;
  content: string;
}

/** Which ones: the event with an id, or else the oldest `count`. */
export interface Choice {
  id?: string;
  count: number;
}

/** The events in services' dead queues. */
export class DeadLetters {
  private constructor(
    private readonly connection: ChannelModel,
    private readonly channel: ConfirmChannel,
    private readonly sender: ConfirmedSender,
  ) {}

  static async connect(url: string): Promise<DeadLetters> {
    const connection = await connectToBroker(url, 10_000);
    connection.on('error', () => undefined); // The call that fails says so.
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    return new DeadLetters(connection, channel, new ConfirmedSender(channel));
  }

  /** How many a service has; 0 when it never had any. */
  async count(service: string): Promise<number> {
    // Asking for a queue that is not there costs the channel.
    const channel = await this.connection.createChannel();
    channel.on('error', () => undefined);
    try {
      return (await channel.checkQueue(deadQueue(`${service}.events`))).messageCount;
    } catch (error) {
      if ((error as { code?: number }).code === 404) return 0;
      throw error;
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  /** Looks, and leaves them there. */
  look(service: string, choice: Choice): Promise<DeadLetter[]> {
    return this.each(service, choice, (message) => this.putBack(service, message));
  }

  /** Puts them back into the event queue, to be tried as often as new ones. */
  replay(service: string, choice: Choice): Promise<DeadLetter[]> {
    return this.each(service, choice, (message) =>
      this.sender.toQueue(`${service}.events`, message.content, {}),
    );
  }

  /** Removes them for good. */
  drop(service: string, choice: Choice): Promise<DeadLetter[]> {
    return this.each(service, choice, async () => undefined);
  }

  async close(): Promise<void> {
    // The channel first: its goodbye comes after the last acknowledgement, the connection's may overtake that.
    await this.channel.close().catch(() => undefined);
    await this.connection.close();
  }

  /**
   * Goes through a queue once. What is passed over is sent to its end and not merely given back: of what is given back often,
   * RabbitMQ 4 thinks that nobody can take it.
   */
  private async each(
    service: string,
    { id, count }: Choice,
    work: (message: GetMessage) => Promise<void>,
  ): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    for (let left = await this.count(service); left > 0 && letters.length < count; left -= 1) {
      const message = await this.channel.get(deadQueue(`${service}.events`));
      if (!message) break;
      const letter = letterOf(message);
      if (id === undefined || letter.id === id) {
        await work(message);
        letters.push(letter);
      } else await this.putBack(service, message);
      this.channel.ack(message);
    }
    return letters;
  }

  private putBack(service: string, { content, properties }: GetMessage): Promise<void> {
    return this.sender.toQueue(deadQueue(`${service}.events`), content, ownHeaders(properties.headers));
  }
}

function letterOf({ content, properties }: GetMessage): DeadLetter {
  const headers = properties.headers ?? {};
  const { id, occurredAt } = envelopeOf(content);
  return {
    id: typeof id === 'string' ? id : createHash('sha256').update(content).digest('hex').slice(0, 12),
    event: String(headers['x-event'] ?? 'unknown'),
    reason: String(headers['x-reason'] ?? 'unknown'),
    attempts: Number(headers['x-attempt'] ?? 0),
    deadSince: headers['x-set-aside-at'] as string | undefined,
    occurredAt: typeof occurredAt === 'string' ? occurredAt : undefined,
    content: content.toString(),
  };
}

function envelopeOf(content: Buffer): { id?: unknown; occurredAt?: unknown } {
  try {
    const { data } = JSON.parse(content.toString()) as { data?: object | null };
    return data ?? {};
  } catch {
    return {};
  }
}
