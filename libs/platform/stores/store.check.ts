import type { Environment } from '../config/environment.js';
import { connectToBroker } from './broker.address.js';
import mongoose from 'mongoose';

const TIMEOUT_MS = 3000;

/** Says in one line, for the person who typed it, why a command cannot run. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** How a store is reached, and what it is called where it is not. */
export interface StoreCheck {
  title: string;
  variable: 'MONGODB_URI' | 'RABBITMQ_URL' | 'CHROMA_URL';
  reach(environment: Environment): Promise<void>;
}

export const MONGODB: StoreCheck = {
  title: 'MongoDB',
  variable: 'MONGODB_URI',
  async reach({ MONGODB_URI }) {
    const connection = mongoose.createConnection(MONGODB_URI, { serverSelectionTimeoutMS: TIMEOUT_MS });
    try {
      await connection.asPromise();
    } finally {
      await connection.close();
    }
  },
};

export const RABBITMQ: StoreCheck = {
  title: 'RabbitMQ',
  variable: 'RABBITMQ_URL',
  async reach({ RABBITMQ_URL }) {
    const connection = await connectToBroker(RABBITMQ_URL, TIMEOUT_MS);
    await connection.close();
  },
};

/**
 * Fails at once when a store is missing: somebody waits for a command, while a service can wait for its stores.
 *
 * @throws CommandError naming the store, its address and what to do
 */
export async function requireStores(environment: Environment, stores: StoreCheck[]): Promise<void> {
  await Promise.all(
    stores.map(async (store) => {
      try {
        await store.reach(environment);
      } catch (error) {
        const address = withoutPassword(environment[store.variable]);
        throw new CommandError(
          `${store.title} cannot be reached at ${address}: start it with "npm start" in another terminal, or set ${store.variable}`,
          { cause: error },
        );
      }
    }),
  );
}

function withoutPassword(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}
