import type { Environment } from '#platform/config/environment.js';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { connectToBroker } from '#platform/stores/broker.address.js';
import { addressesIn } from '#platform/config/store.addresses.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import type { BackedUp } from './backup.file.js';

/**
 * What a backup holds: what a service owns and cannot get from another.
 *
 * | left out                                | because                                                                 |
 * |-----------------------------------------|-------------------------------------------------------------------------|
 * | sessions of users, users.refreshTokens  | a session that has ended since must not live again; people log in again |
 * | catalog.ratings, fills, deletedUsers    | the catalog reads the ratings from users again                          |
 * | catalog.leases                          | whoever held one does so no more                                        |
 * | recommender.tastes, films, fills, leases | the recommender reads users and films again                            |
 * | Redis, Chroma, RabbitMQ                 | lists and plot vectors are made again; events lie with their documents  |
 *
 * So it does not matter that the services' data are read one after another while people use them.
 */
export const OWNED = [
  'users.users',
  'users.imports',
  'users.webhooks',
  'catalog.movies',
  'catalog.tmdb-films',
  'catalog.tmdb-state',
  'recommender.models.files',
  'recommender.models.chunks',
  'recommender.serving',
] as const;

const SERVICES = ['users', 'catalog', 'recommender'] as const;
/** Models' chunks have 4 MB each; a write of MongoDB may have 48. */
const BATCH = { documents: 500, bytes: 8_000_000 };
const KEYS_AT_ONCE = 1000;

/** What a system has stored, wherever its services are. */
export class StoredSystem {
  private constructor(
    private readonly environment: Environment,
    private readonly mongo: mongoose.Connection,
  ) {}

  /** @throws when MongoDB does not answer within a few seconds */
  static async open(environment: Environment): Promise<StoredSystem> {
    const options = { serverSelectionTimeoutMS: 3000 };
    return new StoredSystem(
      environment,
      await mongoose.createConnection(environment.MONGODB_URI, options).asPromise(),
    );
  }

  /** All that a backup holds, one document at a time. */
  async *documents(): AsyncGenerator<BackedUp> {
    for (const collection of OWNED)
      for await (const document of this.collection(collection)
        .find({}, { projection: { sessions: 0 } })
        .sort({ _id: 1 }))
        yield { collection, document };
  }

  async isEmpty(): Promise<boolean> {
    const found = await Promise.all(
      OWNED.map((name) => this.collection(name).findOne({}, { projection: { _id: 1 } })),
    );
    return found.every((document) => document === null);
  }

  /**
   * Deletes everything the system has stored, also what a backup leaves out: lists, copies and events of other data
   * count as newer than what is restored.
   */
  async clear(): Promise<void> {
    for (const service of SERVICES) {
      const database = this.database(service);
      for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray())
        if (!name.startsWith('system.'))
          await database.collection(name).deleteMany({}, { writeConcern: DURABLE });
    }
    await this.clearLists();
    await this.clearEvents();
  }

  /** Stores documents, a few megabytes at a time. @param onStored called with how many each time */
  async store(documents: AsyncIterable<BackedUp>, onStored: (documents: number) => void): Promise<void> {
    let batch: BackedUp[] = [];
    let bytes = 0;
    const flush = async () => {
      if (batch.length === 0) return;
      const name = batch[0].collection;
      await this.collection(name).insertMany(
        batch.map(({ document }) => document),
        { ordered: false, writeConcern: DURABLE },
      );
      onStored(batch.length);
      batch = [];
      bytes = 0;
    };
    for await (const next of documents) {
      const size = mongoose.mongo.BSON.calculateObjectSize(next.document);
      const isFull = batch.length >= BATCH.documents || bytes + size > BATCH.bytes;
      if (isFull || batch[0]?.collection !== next.collection) await flush();
      batch.push(next);
      bytes += size;
    }
    await flush();
  }

  close(): Promise<void> {
    return this.mongo.close();
  }

  private database(service: string): mongoose.mongo.Db {
    return this.mongo.useDb(this.environment.MONGODB_DATABASE_PREFIX + service).db!;
  }

  private collection(name: string): mongoose.mongo.Collection {
    const [service, ...rest] = name.split('.');
    return this.database(service).collection(rest.join('.'));
  }

  private async clearLists(): Promise<void> {
    // Each node of a cluster has keys of its own, and takes those of one slot at a time.
    const { REDIS_URL, REDIS_KEY_PREFIX } = this.environment;
    for (const address of addressesIn(REDIS_URL)) {
      const redis = new Redis(address, { connectTimeout: 3000, maxRetriesPerRequest: 1, lazyConnect: true });
      redis.on('error', () => undefined); // The command that failed rejects and says so.
      try {
        await redis.connect();
        const keys = redis.scanStream({ match: `${REDIS_KEY_PREFIX}*`, count: KEYS_AT_ONCE });
        for await (const found of keys as AsyncIterable<string[]>)
          await Promise.all(found.map((key) => redis.unlink(key)));
      } finally {
        redis.disconnect();
      }
    }
  }

  private async clearEvents(): Promise<void> {
    const connection = await connectToBroker(this.environment.RABBITMQ_URL, 3000);
    try {
      for (const service of SERVICES) {
        // Asking for a queue that is not there closes the channel, so each has one of its own.
        const channel = await connection.createChannel();
        channel.on('error', () => undefined);
        await channel.purgeQueue(`${service}.events`).catch(() => undefined);
        await channel.close().catch(() => undefined);
      }
    } finally {
      await connection.close();
    }
  }
}
