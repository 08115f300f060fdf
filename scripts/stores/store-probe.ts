import { connect } from 'amqplib';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import type { StoreVariable } from './store.js';

const TIMEOUT_MS = 2_000;

/** Asks each kind of store, in its own protocol, whether it does its work. Throws when it does not. */
export const probeStore: Record<StoreVariable, (url: string) => Promise<void>> = {
  async RABBITMQ_URL(url) {
    const connection = await connect(url, { timeout: TIMEOUT_MS });
    await connection.close();
  },

  async MONGODB_URI(uri) {
    const connection = mongoose.createConnection(uri, { serverSelectionTimeoutMS: TIMEOUT_MS });
    try {
      await connection.asPromise();
      await connection.db!.command({ ping: 1 });
    } finally {
      await connection.close();
    }
  },

  async REDIS_URL(url) {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: null, connectTimeout: TIMEOUT_MS });
    // connect() itself only says that there is no connection; why, the event tells.
    let reason: Error | undefined;
    redis.on('error', (error) => (reason = error));
    try {
      await redis.connect();
      await redis.ping();
    } catch (error) {
      throw reason ?? error;
    } finally {
      redis.disconnect();
    }
  },

  async CHROMA_URL(url) {
    const response = await fetch(new URL('/api/v2/heartbeat', url), {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`Chroma's heartbeat answers ${response.status}`);
  },
};
