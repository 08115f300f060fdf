import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import { addressesIn } from '#platform/config/store.addresses.js';
import {
  connect as connectBroker,
  type AmqpConnectionManager,
  type ChannelWrapper,
} from 'amqp-connection-manager';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import mongoose, { type Connection } from 'mongoose';
import type { Written } from './save.js';

const QUEUE = 'chaos.written';
const CHANGED = 'users.ratings-changed.v1';
const LOOK_MS = 100;

/** How an event of changed ratings travels. */
export interface ChangedMessage {
  pattern: string;
  data: {
    id: string;
    occurredAt: string;
    correlationId: string;
    data: {
      userId: string;
      version: number;
      changes: { movieId: string; rating?: number; ratedAt: string }[];
    };
  };
}

/** Who says that the services' database could not write just then. */
type Frozen = () => readonly { from: number; to: number }[];

/**
 * What was really written, and when: the events tell what each version changed, and looks at the database ten times a
 * second tell until when a version was not there. Both go around the faults' links.
 */
export class WrittenLog {
  readonly messages: ChangedMessage[] = [];
  /** Hears of each message, repeated ones too. */
  heard: (message: ChangedMessage) => void = () => undefined;
  private readonly ids = new Set<string>();
  private readonly seen = new Map<string, { version: number; askedAt: number }>();
  private readonly notBefore = new Map<string, number>();
  private looking = true;
  private looks?: Promise<void>;

  private constructor(
    private readonly broker: AmqpConnectionManager,
    readonly channel: ChannelWrapper,
    private readonly database: Connection,
    private readonly frozen: Frozen,
  ) {}

  static async open(
    addresses: { RABBITMQ_URL: string; MONGODB_URI: string },
    databasePrefix: string,
    frozen: Frozen,
  ): Promise<WrittenLog> {
    const database = await mongoose
      .createConnection(addresses.MONGODB_URI, {
        dbName: `${databasePrefix}users`,
        serverSelectionTimeoutMS: 2000,
        socketTimeoutMS: 5000,
      })
      .asPromise();
    const broker = connectBroker(addressesIn(addresses.RABBITMQ_URL), {
      reconnectTimeInSeconds: 1,
      heartbeatIntervalInSeconds: 5,
    });
    const channel = broker.createChannel({ confirm: true });
    const log = new WrittenLog(broker, channel, database, frozen);
    await channel.addSetup(async (opened: ConfirmChannel) => {
      await opened.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
      await opened.assertQueue(QUEUE, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
      await opened.bindQueue(QUEUE, EVENTS_EXCHANGE, CHANGED);
      await opened.prefetch(500);
      await opened.consume(QUEUE, (message) => message && log.take(message, opened));
    });
    await channel.waitForConnect();
    log.looks = log.look();
    return log;
  }

  /** Forgets what it has heard, before another crowd. */
  begin(): void {
    this.messages.length = 0;
    this.heard = () => undefined;
  }

  /** @param people  whose writes are asked for */
  writtenBy(people: ReadonlySet<string>): Written[] {
    return this.messages.flatMap(({ data: { data } }) => {
      const [{ movieId, rating }] = data.changes;
      if (!people.has(data.userId) || rating === undefined) return [];
      const { userId: person, version } = data;
      const notBefore = this.notBefore.get(`${person} ${version}`) ?? -Infinity;
      return [{ person, version, film: movieId, stars: rating, notBefore }];
    });
  }

  /** Publishes to the exchange, as the users service does. */
  async publish(message: object): Promise<void> {
    await this.publishBytes(Buffer.from(JSON.stringify(message)));
  }

  async publishBytes(content: Buffer, routingKey = CHANGED): Promise<void> {
    await this.channel.publish(EVENTS_EXCHANGE, routingKey, content, { persistent: true });
  }

  async waiting(queue: string): Promise<number> {
    return (await this.channel.checkQueue(queue)).messageCount;
  }

  async close(): Promise<void> {
    this.looking = false;
    await this.looks;
    await this.database.close();
    await this.broker.close();
  }

  private take(message: ConsumeMessage, channel: ConfirmChannel): void {
    channel.ack(message);
    let event: ChangedMessage | null;
    try {
      event = JSON.parse(message.content.toString()) as ChangedMessage | null;
    } catch {
      return; // Poison of our own.
    }
    if (!event?.data?.id || !event.data.data?.changes?.length) return;
    this.heard(event);
    if (this.ids.has(event.data.id)) return;
    this.ids.add(event.data.id);
    this.messages.push(event);
  }

  private async look(): Promise<void> {
    while (this.looking) {
      const askedAt = performance.now();
      try {
        const users = await this.database
          .collection<{ version: number }>('users')
          .find({ email: { $exists: true } }, { projection: { version: 1 } })
          .toArray();
        for (const { _id, version } of users) this.note(String(_id), version, askedAt);
      } catch {
        // Killed just now: the next look finds it back.
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  private note(person: string, version: number, askedAt: number): void {
    const before = this.seen.get(person);
    this.seen.set(person, { version, askedAt });
    if (!before) return;
    // Nothing is written while the database is frozen: what was not there before is written after.
    const frozen = this.frozen().find(({ from, to }) => before.askedAt >= from && before.askedAt <= to);
    for (let next = before.version + 1; next <= version; next++)
      this.notBefore.set(`${person} ${next}`, frozen?.to ?? before.askedAt);
  }
}
