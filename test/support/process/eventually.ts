import { setTimeout as pause } from 'node:timers/promises';

/** Tries until the expectation holds, and fails with its own message when it does not within the time. */
export async function eventually<T>(expectation: () => T | Promise<T>, withinMs = 15_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(25);
    }
  }
}

/** A store's address, as `npm test` gives it to the suites. */
export function address(variable: 'RABBITMQ_URL' | 'MONGODB_URI' | 'REDIS_URL' | 'CHROMA_URL'): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: start the tests with npm test`);
  return value;
}
