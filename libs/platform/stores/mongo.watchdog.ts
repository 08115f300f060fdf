import { Logger } from '@nestjs/common';
import type { Connection } from 'mongoose';

const LOOK_MS = 5000;
/** So many looks in a row without a question: a busy or frozen process of ours looks late as well, but only once. */
const SILENT_LOOKS = 5;
/** For the log to be written. */
const FAREWELL_MS = 500;

/**
 * Ends a process whose MongoDB driver has gone silent, so that it is started again; what it had in hand is delivered again.
 *
 * The driver asks its server how it is every few seconds, also while it is away. After a server was killed it sometimes stops
 * asking (7.8.0; about one kill in ten, behind a proxy), and then finds no server for ever. Opened anew, the connection does
 * not work either.
 */
export class MongoWatchdog {
  private readonly log = new Logger(MongoWatchdog.name);
  private silent = 0;

  constructor(connection: Connection) {
    connection.once('connected', () => {
      connection.getClient().on('serverHeartbeatStarted', () => (this.silent = 0));
      const timer = setInterval(() => this.look(), LOOK_MS).unref();
      connection.on('close', () => clearInterval(timer));
    });
  }

  private look(): void {
    this.silent += 1;
    if (this.silent < SILENT_LOOKS) return;
    this.log.fatal(
      'the MongoDB driver no longer looks for its server: this process ends, to be started again',
    );
    setTimeout(() => process.exit(1), FAREWELL_MS);
  }
}
