import { setTimeout as pause } from 'node:timers/promises';

/** What is waited for for long is asked less and less often, and has the processor for itself. */
const REST_MS = { shortest: 25, longest: 250 };

/** Tries until the expectation holds, and fails with its own message when it does not within the time. */
export async function eventually<T>(expectation: () => T | Promise<T>, withinMs = 40_000): Promise<T> {
  const began = Date.now();
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      const waited = Date.now() - began;
      if (waited > withinMs) throw error;
      await pause(Math.min(Math.max(REST_MS.shortest, waited / 10), REST_MS.longest));
    }
  }
}

/** A store's address, as `npm test` gives it to the suites. */
export function address(variable: 'RABBITMQ_URL' | 'MONGODB_URI' | 'REDIS_URL' | 'CHROMA_URL'): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: start the tests with npm test`);
  return value;
}
