import { AppError } from '#contracts/protocol/app.error.js';

/**
 * Error names and codes by which MongoDB, its driver, ioredis and fetch say that a store cannot be reached, or is about to go:
 * what is written to a socket that has closed a moment ago fails with the socket's own error.
 */
const UNREACHABLE =
  /MongoServerSelectionError|MongooseServerSelectionError|MongoNetwork|MongoNotConnected|MongoPoolCleared|PoolClearedOnNetworkError|MongoWaitQueueTimeout|MaxTimeMSExpired|MaxRetriesPerRequestError|ChromaConnectionError|Stream isn't writeable|Connection is closed|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ERR_STREAM_DESTROYED|InterruptedAtShutdown|ShutdownInProgress|NotWritablePrimary|PrimarySteppedDown/;

/** An AppError as it is; a store that is down as `service_unavailable`; anything else as `internal_error`. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const {
    name = '',
    code = '',
    codeName = '',
    message = '',
  } = (error ?? {}) as { name?: string; code?: unknown; codeName?: string; message?: string };
  if (UNREACHABLE.test(`${name} ${String(code)} ${codeName} ${message}`)) {
    return new AppError('service_unavailable', undefined, undefined, { cause: error });
  }
  return new AppError('internal_error', undefined, undefined, { cause: error });
}
