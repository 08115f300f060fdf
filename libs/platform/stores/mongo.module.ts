import { Environment } from '../config/environment.js';
import { MongooseModule } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';
import { endWaitsForClosedSockets } from './closed.sockets.js';

/**
 * Acknowledged means on disk: without `j` a killed server loses writes it has confirmed; and on most members of a replica
 * set, so that none is rolled back when another becomes its primary. A single server is its own majority.
 */
export const DURABLE = { w: 'majority', j: true } as const;

endWaitsForClosedSockets();

/** A service's own database. Waits for the server as long as it takes, and reconnects by itself. */
export function mongoModule(service: string) {
  return MongooseModule.forRootAsync({
    inject: [Environment],
    useFactory: (environment: Environment) => ({
      uri: environment.MONGODB_URI,
      dbName: environment.MONGODB_DATABASE_PREFIX + service,
      retryAttempts: Number.MAX_SAFE_INTEGER,
      retryDelay: 1000,
      serverSelectionTimeoutMS: 3000,
      waitQueueTimeoutMS: 3000,
      // A server that no longer answers is given up after ten seconds.
      heartbeatFrequencyMS: 5000,
      connectTimeoutMS: 5000,
      writeConcern: DURABLE,
      autoIndex: true,
    }),
  });
}

export async function pingMongo(connection: Connection): Promise<void> {
  if (!connection.db) throw new Error('not connected');
  await connection.db.command({ ping: 1 });
}

/** Whether a write was refused because a unique value exists already. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === 11000;
}
