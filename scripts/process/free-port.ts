import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the kernel's ephemeral range, so that no outgoing connection takes a port between choice and use. */
const LOWEST = 15_000;
const HIGHEST = 32_000;
const ATTEMPTS = 200;
/** Test files that run side by side have ports of their own each: a service that is being started does not listen yet. */
const SHARES = 8;
const share = Number(process.env.JEST_WORKER_ID ?? 0) % SHARES;
/** What this process was given, whether somebody listens on it by now or not. */
const given = new Set<number>();

/**
 * Tries to listen on a port and lets go of it again.
 *
 * @returns undefined when the port is free, else the system's error code (`EADDRINUSE`, `EACCES`, …)
 */
export function portProblem(port: number, host = '127.0.0.1'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** A TCP port nobody listens on, another each time. Chosen at random, so that two clones starting together rarely meet. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = SHARES * randomInt(LOWEST / SHARES, HIGHEST / SHARES) + share;
    if (given.has(port)) continue;
    given.add(port);
    if ((await portProblem(port, host)) === undefined) return port;
  }
  throw new Error(`found no free port between ${LOWEST} and ${HIGHEST} on ${host}`);
}
