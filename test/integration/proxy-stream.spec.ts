import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '#platform/config/project-root.js';
import { findProgram } from '../../scripts/process/command-line.js';
import { freePort } from '../../scripts/process/free-port.js';
import { eventually } from '../support/process/eventually.js';

const ANNOUNCEMENTS = 15;
const program = findProgram('haproxy');
if (!program) console.log('skipped: no haproxy on this machine, so streams through the proxy are not tried');

/** A stream of one event at a time, behind the proxy with the defaults of deploy/haproxy.cfg. */
(program ? describe : describe.skip)('the proxy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  let stream: ServerResponse;
  const server = createServer((_, response) => {
    stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
    stream.write(': open\n\n');
  });
  let proxy: ChildProcess;
  let port: number;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = await freePort();
    const config = readFileSync(join(projectRoot(), 'deploy', 'haproxy.cfg'), 'utf8');
    const [defaults] = /^defaults\n(?: .*\n|\n)*/mu.exec(config)!;
    const route = `listen web\n  bind 127.0.0.1:${port}\n  server only 127.0.0.1:${address()}\n`;
    writeFileSync(join(folder, 'proxy.cfg'), `${defaults.replace('  log global\n', '')}${route}`);
    proxy = spawn(program!, ['-db', '-f', join(folder, 'proxy.cfg')], { stdio: 'ignore' });
  });

  afterAll(async () => {
    const ended = once(proxy, 'exit');
    proxy.kill('SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const address = () => (server.address() as AddressInfo).port;

  /** @returns median milliseconds from an event's being written to its arrival */
  async function medianDelay(at: number): Promise<number> {
    const [response] = (await once(get({ host: '127.0.0.1', port: at }), 'response')) as [
      NodeJS.ReadableStream,
    ];
    const events = response[Symbol.asyncIterator]();
    await events.next();
    const delays: number[] = [];
    while (delays.length < ANNOUNCEMENTS) {
      const sent = performance.now();
      stream.write('event: list\ndata: {}\n\n');
      await events.next();
      delays.push(performance.now() - sent);
    }
    stream.end();
    return delays.sort((a, b) => a - b)[Math.floor(ANNOUNCEMENTS / 2)];
  }

  it('passes an event of a stream on at once, in at most 5 ms more than it takes without a proxy', async () => {
    const direct = await medianDelay(address());
    const proxied = await eventually(() => medianDelay(port));
    expect(proxied).toBeLessThanOrEqual(direct + 5);
  });
});
