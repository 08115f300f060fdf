import { gunzipSync, gzipSync } from 'node:zlib';
import { readFile, writeFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';

const { EJSON } = mongoose.mongo.BSON;
const SERVICES = ['users', 'catalog', 'recommender'];

/** Where a system keeps its data; the prefixes are its own. */
export type DataAddresses = Record<
  'MONGODB_URI' | 'MONGODB_DATABASE_PREFIX' | 'REDIS_URL' | 'REDIS_KEY_PREFIX',
  string
>;

/** All that a system has stored in MongoDB and Redis, without prefixes. */
interface StoredData {
  /** By database and collection. */
  documents: Record<string, Record<string, mongoose.mongo.Document[]>>;
  /** Redis' own serialisation of each key, as base64. */
  keys: Record<string, string>;
}

export async function saveData(from: DataAddresses, file: string): Promise<void> {
  const data: StoredData = { documents: {}, keys: {} };
  await withMongo(from, async (database) => {
    for (const service of SERVICES) {
      const db = database(service);
      const names = (await db.listCollections().toArray()).map(({ name }) => name).sort();
      data.documents[service] = {};
      for (const name of names) data.documents[service][name] = await db.collection(name).find().toArray();
    }
  });
  await withRedis(from, async (redis) => {
    for (const key of (await redis.keys(`${from.REDIS_KEY_PREFIX}*`)).sort()) {
      const dump = await redis.dumpBuffer(key);
      if (dump) data.keys[key.slice(from.REDIS_KEY_PREFIX.length)] = dump.toString('base64');
    }
  });
  await writeFile(file, gzipSync(EJSON.stringify(data, { relaxed: false })));
}

/** Into empty databases and keys. */
export async function restoreData(to: DataAddresses, file: string): Promise<void> {
  const data = EJSON.parse(gunzipSync(await readFile(file)).toString()) as StoredData;
  await withMongo(to, async (database) => {
    for (const [service, collections] of Object.entries(data.documents))
      for (const [name, documents] of Object.entries(collections))
        if (documents.length > 0) await database(service).collection(name).insertMany(documents);
  });
  await withRedis(to, async (redis) => {
    for (const [key, dump] of Object.entries(data.keys))
      await redis.restore(to.REDIS_KEY_PREFIX + key, 0, Buffer.from(dump, 'base64'));
  });
}

async function withMongo(
  { MONGODB_URI, MONGODB_DATABASE_PREFIX }: DataAddresses,
  work: (database: (service: string) => mongoose.mongo.Db) => Promise<void>,
): Promise<void> {
  const connection = await mongoose.createConnection(MONGODB_URI).asPromise();
  try {
    await work((service) => connection.useDb(MONGODB_DATABASE_PREFIX + service).db!);
  } finally {
    await connection.close();
  }
}

async function withRedis({ REDIS_URL }: DataAddresses, work: (redis: Redis) => Promise<void>): Promise<void> {
  const redis = new Redis(REDIS_URL);
  try {
    await work(redis);
  } finally {
    redis.disconnect();
  }
}
