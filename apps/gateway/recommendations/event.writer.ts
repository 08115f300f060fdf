import type { MessageEvent } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';

/** A client that takes so little that this waits for it is let go: it comes back and hears what it missed. */
const MAX_WAITING_BYTES = 64 * 1024;

const HEADERS = {
  'content-type': 'text/event-stream',
  connection: 'keep-alive',
  'cache-control': 'private, no-cache, no-store, must-revalidate, max-age=0, no-transform',
  pragma: 'no-cache',
  expires: '0',
  // Nginx waits for more otherwise.
  'x-accel-buffering': 'no',
};

/**
 * Answers with server-sent events until they end or the client leaves. Nest's own way has a transform stream, an
 * interval and an abort controller for each client, which is more than all the rest of one that only listens.
 */
export function writeEvents(events: Observable<MessageEvent>, reply: FastifyReply): void {
  const { raw } = reply;
  const headers = { ...(reply.getHeaders() as Record<string, string>), ...HEADERS };
  reply.hijack();
  raw.socket?.setTimeout(0);
  raw.socket?.setKeepAlive(true);
  raw.writeHead(200, headers);
  // Alone, so that Node writes, and keeps for as long as the stream is open, one text and not the hundred it was put together of.
  raw.flushHeaders();
  raw.write('\n');
  const subscription = events.subscribe({
    next: (event) => {
      if (raw.writableLength > MAX_WAITING_BYTES) raw.destroy();
      else raw.write(textOf(event));
    },
    complete: () => raw.end(),
  });
  raw.once('close', () => subscription.unsubscribe());
}

/** An event as the HTML standard has it; none of ours has a line break in it. */
function textOf({ type, id, retry, data, ...rest }: MessageEvent & { comment?: string }): string {
  const fields = { event: type, id, retry, '': rest.comment, data: data && JSON.stringify(data) };
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined);
  return lines.map(([name, value]) => `${name}: ${value}\n`).join('') + '\n';
}
