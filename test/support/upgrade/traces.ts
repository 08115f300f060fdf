import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import type { DataAddresses } from './stored.data.js';

/** Of Redis: what is gone by itself within a minute counts as gone. */
const A_MINUTE_MS = 60_000;

/** Where in all databases and keys of a system a word stands: `users/users`, `redis pending:{user:…}`. */
export async function tracesOf(word: string, system: DataAddresses): Promise<string[]> {
  return [...new Set([...(await inMongo(word, system)), ...(await inRedis(word, system))])].sort();
}

async function inMongo(word: string, system: DataAddresses): Promise<string[]> {
  const { MONGODB_URI: uri, MONGODB_DATABASE_PREFIX: prefix } = system;
  const connection = await mongoose.createConnection(uri).asPromise();
  try {
    const traces: string[] = [];
    for (const { name } of (await connection.listDatabases()).databases) {
      if (!name.startsWith(prefix)) continue;
      const db = connection.useDb(name).db!;
      for (const collection of await db.listCollections().toArray())
        for await (const document of db.collection(collection.name).find())
          if (mongoose.mongo.BSON.EJSON.stringify(document).includes(word))
            traces.push(`${name.slice(prefix.length)}/${collection.name}`);
    }
    return traces;
  } finally {
    await connection.close();
  }
}

async function inRedis(word: string, system: DataAddresses): Promise<string[]> {
  const redis = new Redis(system.REDIS_URL);
  try {
    const traces: string[] = [];
    for (const key of await redis.keys(`${system.REDIS_KEY_PREFIX}*`)) {
      const left = await redis.pttl(key);
      const goes = left !== -1 && left <= A_MINUTE_MS;
      if (!goes && (key.includes(word) || (await valueOf(redis, key)).includes(word)))
        traces.push(`redis ${key.slice(system.REDIS_KEY_PREFIX.length)}`);
    }
    return traces;
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<string> {
  const read: Record<string, () => Promise<unknown>> = {
    string: () => redis.get(key),
    hash: () => redis.hgetall(key),
    set: () => redis.smembers(key),
    zset: () => redis.zrange(key, '0', '-1'),
    list: () => redis.lrange(key, '0', '-1'),
    stream: () => redis.xrange(key, '-', '+'),
  };
  return JSON.stringify(await read[await redis.type(key)]?.()) ?? '';
}
