import { AppError } from '#contracts/protocol/app.error.js';

/** Error names by which MongoDB's driver, ioredis and fetch say that a store cannot be reached. */
const UNREACHABLE =
  /MongoServerSelectionError|MongooseServerSelectionError|MongoNetwork|MongoNotConnected|MongoPoolCleared|PoolClearedOnNetworkError|MongoWaitQueueTimeout|MaxTimeMSExpired|MaxRetriesPerRequestError|ChromaConnectionError|Stream isn't writeable|Connection is closed|ECONNREFUSED|ECONNRESET/;

/** An AppError as it is; a store that is down as `service_unavailable`; anything else as `internal_error`. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const {
    name = '',
    code = '',
    message = '',
  } = (error ?? {}) as { name?: string; code?: unknown; message?: string };
  if (UNREACHABLE.test(`${name} ${String(code)} ${message}`)) {
    return new AppError('service_unavailable', undefined, undefined, { cause: error });
  }
  return new AppError('internal_error', undefined, undefined, { cause: error });
}
