import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '#contracts/protocol/app.error.js';

const storage = new AsyncLocalStorage<number | undefined>();

/** When whoever waits for the present work gives up, in milliseconds since 1970; undefined when nobody waits. */
export function deadline(): number | undefined {
  return storage.getStore();
}

/** How long somebody still waits for the present work, in whole milliseconds from 0; undefined when nobody waits. */
export function remainingMs(): number | undefined {
  const at = deadline();
  return at === undefined ? undefined : Math.max(0, Math.floor(at - Date.now()));
}

/**
 * Call it before what cannot be taken back.
 *
 * @throws AppError `service_unavailable` when the deadline has passed: the caller was told that nothing happened
 */
export function requireTime(): void {
  if (remainingMs() === 0) throw new AppError('service_unavailable', 'There was no time left to do this.');
}

/** Runs work, and all that it waits for, under a deadline; one that is set already and earlier stays. */
export function withDeadline<T>(at: number | undefined, work: () => T): T {
  const outer = deadline();
  const earliest = outer === undefined || at === undefined ? (at ?? outer) : Math.min(outer, at);
  return storage.run(earliest, work);
}

/** For work that goes on after the answer, and must not end with the request that happened to start it. */
export function withoutDeadline<T>(work: () => T): T {
  return storage.run(undefined, work);
}
