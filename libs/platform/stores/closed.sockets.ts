import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/**
 * Tells whoever waits for a socket to drain that it has closed.
 *
 * MongoDB's driver (7.9) waits for `drain` or `error` after each write that the socket does not take at once. A socket that
 * is destroyed without an error, as when its server was killed, takes nothing and emits neither: what is written to it before
 * its `close` waits for ever. When that was the driver's own question to its server, it never asked again, and found no server
 * for ever. Told so, it goes on and finds its connection closed.
 */
function noticeClose(message: unknown): void {
  const { socket } = message as { socket: Socket };
  socket.once('close', () => socket.emit('drain'));
}

/** For all sockets that this process opens from now on; once is enough. */
export function endWaitsForClosedSockets(): void {
  subscribe('net.client.socket', noticeClose);
}
