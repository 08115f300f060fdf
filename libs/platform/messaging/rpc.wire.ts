/**
 * Calls as they lie in the broker: a request `{ pattern, data, id }` with the headers below, and a reply. The form is the one
 * of Nest's own transport, which versions up to 0.5 use on the same queues.
 */
export const CORRELATION_HEADER = 'x-correlation-id';
/** When the caller gives up, in milliseconds since 1970; up to 0.5 there is none. */
export const DEADLINE_HEADER = 'x-deadline';

/** A response, or an error. `isDisposed` tells Nest's client that nothing follows. */
export interface WireReply {
  id?: unknown;
  isDisposed?: boolean;
  response?: unknown;
  err?: unknown;
}
