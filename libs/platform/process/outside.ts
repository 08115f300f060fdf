import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Runs work in no request's context: without deadline, correlation id or anything else that a request carries along.
 *
 * A callback of a connection runs in the context in which its socket was opened, and a connection is opened anew wherever
 * its loss was noticed: perhaps while a request wrote to it. What lasts longer than a request, and what begins a new one,
 * therefore begins here; else the deadline of that one request would hold for all that come after it.
 */
export const outside: <T>(work: () => T) => T = AsyncLocalStorage.snapshot();
