import { ApiProblem, isPassing } from './problem';

const RETRIES = 2;
const FIRST_DELAY_MS = 400;
/** Who is told to come back later than this is told so, and decides. */
const LONGEST_WAIT_MS = 5000;

/** Between a half and one and a half of a time, so that many who wait for the same do not come back at once. */
export const jittered = (ms: number) => ms * (0.5 + Math.random());

export function worthRetrying(failures: number, error: unknown): boolean {
  return isPassing(error) && failures < RETRIES && askedToWait(error) <= LONGEST_WAIT_MS;
}

/** @returns milliseconds; as long as the server asks for at least */
export function retryDelay(failures: number, error: unknown): number {
  return askedToWait(error) + jittered(FIRST_DELAY_MS * 2 ** failures);
}

const askedToWait = (error: unknown) => (error instanceof ApiProblem ? error.retryAfterMs : 0);

/** Names a change: a server that gets it twice under one name carries it out once. */
export function newKey(): string {
  // A page that came over plain HTTP by name has no `randomUUID`.
  const { randomUUID } = crypto as Partial<Crypto>;
  if (randomUUID) return randomUUID.call(crypto);
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Sends a change, and again under the same name while its failure may pass. @throws the last failure */
export async function persistently<T>(
  send: (headers: { 'idempotency-key': string }) => Promise<T>,
  key = newKey(),
): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await send({ 'idempotency-key': key });
    } catch (error) {
      if (!worthRetrying(failures, error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryDelay(failures, error)));
    }
  }
}
