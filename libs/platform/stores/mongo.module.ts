import { Environment } from '../config/environment.js';
import { MongooseModule } from '@nestjs/mongoose';
import { Connection, mongo } from 'mongoose';

/** Acknowledged means on disk: without `j` a killed server loses writes it has confirmed. */
export const DURABLE = { w: 1, j: true } as const;

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
