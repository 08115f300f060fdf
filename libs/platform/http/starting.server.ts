import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Who asks about a service that still waits for its stores. */
export interface StartingServer {
  port: number;
  /** Resolves when the port is free for the service itself. */
  stop(): Promise<void>;
}

/**
 * Answers for a service that cannot answer yet: it is alive, and not ready. Nest builds everything before it listens,
 * and waits for the database as long as that takes; an operator must not take the wait for a hung process.
 */
export async function answerWhileStarting(port: number, host: string): Promise<StartingServer> {
  const server = createServer((request, response) => {
    const alive = request.url === '/health/live';
    response.writeHead(alive ? 200 : 503, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ status: alive ? 'ok' : 'starting' }));
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      await once(server, 'close');
    },
  };
}
