import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
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
if (!program) console.log('skipped: no haproxy on this machine, so nothing is tried through the proxy');

/** A stream of one event at a time, behind the proxy with the defaults and the rules of deploy/haproxy.cfg. */
(program ? describe : describe.skip)('the proxy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  let stream: ServerResponse;
  const server = createServer((_, response) => {
    stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
    stream.write(': open\n\n');
  });
  const proxies: ChildProcess[] = [];
  let port: number;
  /** Of a proxy that lets operators through. */
  let operatorsPort: number;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = await startProxy({});
    operatorsPort = await startProxy({ OPERATOR_ROUTES: 'on' });
  });

  afterAll(async () => {
    for (const proxy of proxies) {
      const ended = once(proxy, 'exit');
      proxy.kill('SIGKILL');
      await ended;
    }
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  async function startProxy(env: NodeJS.ProcessEnv): Promise<number> {
    const at = await freePort();
    const config = readFileSync(join(projectRoot(), 'deploy', 'haproxy.cfg'), 'utf8');
    const [defaults] = /^defaults\n(?: .*\n|\n)*/mu.exec(config)!;
    const rules = config.match(/^ +(acl|http-request) .*\n/gm)!.join('');
    const route = `listen web\n  bind 127.0.0.1:${at}\n${rules}  server only 127.0.0.1:${address()}\n`;
    const file = join(folder, `proxy-${at}.cfg`);
    writeFileSync(file, `${defaults.replace('  log global\n', '')}${route}`);
    proxies.push(spawn(program!, ['-db', '-f', file], { stdio: 'ignore', env }));
    await eventually(() => statusOf('/', at));
    return at;
  }

  async function statusOf(path: string, at: number): Promise<number> {
    const asked = get({ host: '127.0.0.1', port: at, path });
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    asked.on('error', () => undefined).destroy();
    return answer.statusCode!;
  }

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

  it.each(['/metrics', '/docs', '/docs/', '/docs-json', '/docs-yaml', '//metrics', '/%6detrics', '/DOCS'])(
    'keeps %s from the public, and lets operators through who ask for it',
    async (path) => {
      expect(await statusOf(path, port)).toBe(404);
      expect(await statusOf(path, operatorsPort)).toBe(200);
    },
  );

  it.each(['/', '/api/v1/genres', '/documents', '/movies/docs'])(
    'lets everybody ask for %s',
    async (path) => {
      expect(await statusOf(path, port)).toBe(200);
    },
  );
});
