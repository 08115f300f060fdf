import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();

/** The id that ties an HTTP request to every call, event and log line it causes. */
export function correlationId(): string | undefined {
  return storage.getStore();
}

export function withCorrelation<T>(id: string | undefined, work: () => T): T {
  return storage.run(id ?? randomUUID(), work);
}

/** For hooks that cannot wrap the rest of a request in a function. */
export function enterCorrelation(id: string): void {
  storage.enterWith(id);
}

/** A caller's own id is taken when it is short and plain, so that it can be searched for in the logs. */
export function acceptableCorrelationId(id: unknown): id is string {
  return typeof id === 'string' && /^[\w.-]{8,128}$/.test(id);
}
