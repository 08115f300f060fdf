import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'amqplib';
import { ChromaClient, type Collection } from 'chromadb';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { RuntimeFolder } from '../../scripts/process/runtime-folder.js';
import { LOCAL_STORES, type RunningStores, startLocalStores } from '../../scripts/stores/local-stores.js';
import type { LocalStore, StoreVariable } from '../../scripts/stores/store.js';
import { silentProgress } from '../support/process/silent-progress.js';

/** How one kind of store is written to, with all the confirmation it gives, and read again. */
interface Content {
  write(url: string, movie: string): Promise<void>;
  read(url: string): Promise<string[]>;
  /** Whether reading takes away what it finds. */
  isQueue?: boolean;
}

async function withMongo<T>(url: string, use: (movies: mongoose.mongo.Collection) => Promise<T>): Promise<T> {
  const connection = await mongoose.createConnection(url, { dbName: 'stores-spec' }).asPromise();
  try {
    return await use(connection.db!.collection('films'));
  } finally {
    await connection.close();
  }
}

async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

async function chromaMovies(url: string): Promise<Collection> {
  const { hostname, port } = new URL(url);
  const client = new ChromaClient({ host: hostname, port: Number(port), ssl: false });
  return client.getOrCreateCollection({ name: 'films', embeddingFunction: null });
}

const CONTENT: Record<StoreVariable, Content> = {
  RABBITMQ_URL: {
    isQueue: true,
    async write(url, movie) {
      const connection = await connect(url);
      const channel = await connection.createConfirmChannel();
      await channel.assertQueue('films', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
      channel.sendToQueue('films', Buffer.from(movie), { persistent: true });
      await channel.waitForConfirms();
      await connection.close();
    },
    async read(url) {
      const connection = await connect(url);
      const channel = await connection.createChannel();
      const movies: string[] = [];
      for (;;) {
        const message = await channel.get('films');
        if (!message) break;
        movies.push(message.content.toString());
        channel.ack(message);
      }
      await channel.close();
      await connection.close();
      return movies;
    },
  },
  MONGODB_URI: {
    write: (url, movie) =>
      withMongo(url, async (movies) => {
        await movies.insertOne({ movie }, { writeConcern: { w: 1, j: true } });
      }),
    read: (url) => withMongo(url, (movies) => movies.distinct('movie')),
  },
  REDIS_URL: {
    write: (url, movie) => withRedis(url, async (redis) => void (await redis.sadd('films', movie))),
    read: (url) => withRedis(url, (redis) => redis.smembers('films')),
  },
  CHROMA_URL: {
    write: async (url, movie) => (await chromaMovies(url)).add({ ids: [movie], embeddings: [[1, 0, 0]] }),
    async read(url) {
      const movies = await chromaMovies(url);
      return (await movies.query({ queryEmbeddings: [[0.9, 0.1, 0]], nResults: 5 })).ids[0];
    },
  },
};

/** Processes that lead or belong to the process group `group`. */
function membersOf(group: number): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]) === group;
    } catch {
      return false;
    }
  });
}

/** Far more than a start takes, on a machine that is busy with other things. */
const BOOT_MS = 120_000;

const local = process.env.TEST_STACK === 'local';
const title = local ? 'local stores' : 'local stores (skipped: this run has its stores in containers)';

(local ? describe : describe.skip)(title, () => {
  describe.each(LOCAL_STORES.map((store) => [store.title, store] as [string, LocalStore]))(
    '%s',
    (_, store) => {
      const { variable } = store;
      const { write, read, isQueue } = CONTENT[variable];
      let dir: string;
      let stores: RunningStores;
      let cameBack = Promise.withResolvers<void>();
      const url = (): string => stores.env[variable]!;

      const start = async (): Promise<void> => {
        stores = await startLocalStores({
          dir,
          glibcFolder: new RuntimeFolder().glibc,
          stores: [store],
          progress: silentProgress(),
          events: { died: () => undefined, cameBack: () => cameBack.resolve() },
        });
        await stores.up;
      };

      beforeAll(async () => {
        dir = mkdtempSync(join(tmpdir(), 'stores-'));
        await start();
      }, BOOT_MS);

      afterAll(async () => {
        await stores.stop();
        rmSync(dir, { recursive: true, force: true });
      }, BOOT_MS);

      it(
        'leaves no process behind when it is stopped, however often that is asked',
        async () => {
          await write(url(), 'first');
          const group = stores.pids()[variable]!;
          expect(membersOf(group)).toContain(String(group));
          await Promise.all([stores.stop(), stores.stop()]);
          expect(membersOf(group)).toEqual([]);
        },
        BOOT_MS,
      );

      it(
        'has its data again at the next start',
        async () => {
          await start();
          await expect(read(url())).resolves.toEqual(['first']);
        },
        BOOT_MS,
      );

      it(
        'keeps what it has confirmed when it is killed, and comes back by itself at the same address',
        async () => {
          await write(url(), 'second');
          cameBack = Promise.withResolvers<void>();
          process.kill(stores.pids()[variable]!, 'SIGKILL');
          await cameBack.promise;
          const movies = await read(url());
          expect(movies.sort()).toEqual(isQueue ? ['second'] : ['first', 'second']);
        },
        BOOT_MS,
      );
    },
  );
});
