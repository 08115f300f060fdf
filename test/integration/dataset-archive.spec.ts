import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/process/eventually.js';
import { downloadArchive } from '#datasets/download/dataset-archive.js';
import { zip } from '#datasets/download/zip.fixture.js';

const ratings = 'userId,movieId,rating,timestamp\n' + '1,2,3.5,1000\n'.repeat(2000);
const archive = zip({ 'ml-tiny/ratings.csv': ratings, 'ml-tiny/README.txt': 'tiny' });
const md5 = createHash('md5').update(archive).digest('hex');

let server: Server;
let into: string;
let from: string;
let requests: { url: string; range?: string }[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  into = await mkdtemp(join(tmpdir(), 'archive-'));
  requests = [];
  answer = serve({ md5: `MD5 (ml-tiny.zip) = ${md5}\n` });
  server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', range: request.headers.range });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/datasets/`;
});

afterEach(async () => {
  if (server.listening) await new Promise((resolve) => server.close(resolve));
  await rm(into, { recursive: true });
});

/** Answers as a file server does, with or without ranges and checksums. */
function serve(options: { md5?: string; ranges?: boolean; body?: Buffer; breakAfter?: number }) {
  const body = options.body ?? archive;
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url === '/datasets/ml-tiny.zip.md5' && options.md5 !== undefined) {
      response.end(options.md5);
    } else if (request.url !== '/datasets/ml-tiny.zip') {
      response.writeHead(404).end();
    } else if (request.headers.range !== undefined && options.ranges !== false) {
      const start = Number(/bytes=(\d+)-/u.exec(request.headers.range)?.[1]);
      if (start >= body.length) response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
      else response.writeHead(206, { 'content-length': body.length - start }).end(body.subarray(start));
    } else {
      response.writeHead(200, { 'content-length': body.length });
      if (options.breakAfter === undefined) response.end(body);
      else {
        const { breakAfter } = options;
        response.write(
          body.subarray(0, breakAfter),
          () => void kept(breakAfter).then(() => response.destroy()),
        );
      }
    }
  };
}

/** Resolves when so many bytes of the download are on disk: what is still on its way is rightly lost with the connection. */
const kept = (bytes: number) =>
  eventually(async () => {
    const { size } = await stat(join(into, 'ml-tiny.zip.partial'));
    if (size < bytes) throw new Error(`only ${size} bytes yet`);
  });

const download = (onProgress?: Parameters<typeof downloadArchive>[1]) =>
  downloadArchive({ name: 'ml-tiny', from, into }, onProgress);

describe('downloadArchive', () => {
  it('downloads, compares the checksum, unpacks and tells how far it is', async () => {
    const steps: { done: number; total?: number }[] = [];
    const { folder, checked } = await download((step) => steps.push({ ...step }));
    expect(checked).toBe(true);
    expect(folder).toBe(join(into, 'ml-tiny'));
    expect(await readFile(join(folder, 'ratings.csv'), 'utf8')).toBe(ratings);
    expect(await readdir(into)).toEqual(['ml-tiny']);
    expect(steps.at(-1)).toEqual({ done: archive.length, total: archive.length });
  });

  it('goes on where it broke off', async () => {
    answer = serve({ md5, breakAfter: 100 });
    await expect(download()).rejects.toThrow(/broke off after \d+ bytes .*run it again to go on/u);
    const have = (await readFile(join(into, 'ml-tiny.zip.partial'))).length;
    expect(have).toBe(100);
    answer = serve({ md5 });
    const steps: number[] = [];
    await download(({ done }) => steps.push(done));
    expect(requests.filter(({ range }) => range !== undefined)).toEqual([
      { url: '/datasets/ml-tiny.zip', range: 'bytes=100-' },
    ]);
    expect(steps[0]).toBeGreaterThan(100);
    expect(await readFile(join(into, 'ml-tiny', 'README.txt'), 'utf8')).toBe('tiny');
  });

  it('starts over where the server knows no ranges', async () => {
    await writeFile(join(into, 'ml-tiny.zip.partial'), 'old bytes');
    answer = serve({ md5, ranges: false });
    expect((await download()).checked).toBe(true);
  });

  it('takes up a download that was complete already, and discards one that is longer', async () => {
    await writeFile(join(into, 'ml-tiny.zip.partial'), archive);
    expect((await download()).checked).toBe(true);
    await writeFile(join(into, 'ml-tiny.zip.partial'), Buffer.concat([archive, archive]));
    expect((await download()).checked).toBe(true);
  });

  it('does without a checksum where there is none', async () => {
    answer = serve({});
    expect((await download()).checked).toBe(false);
  });

  it('refuses a damaged download and forgets it', async () => {
    answer = serve({ md5, body: Buffer.concat([archive, Buffer.from('x')]) });
    await expect(download()).rejects.toThrow(/the download is damaged \(md5 [\da-f]{32}, not [\da-f]{32}\)/u);
    expect(await readdir(into)).toEqual([]);
  });

  it('keeps the earlier folder until the new one is complete', async () => {
    await mkdir(join(into, 'ml-tiny'));
    await writeFile(join(into, 'ml-tiny', 'kept.csv'), 'old');
    answer = serve({ body: Buffer.from('this is no zip file, whatever its name says') });
    await expect(download()).rejects.toThrow('could not be unpacked');
    expect(existsSync(join(into, 'ml-tiny', 'kept.csv'))).toBe(true);
  });

  it('lets no archive write outside its folder', async () => {
    answer = serve({ body: zip({ '../escaped.txt': 'x' }) });
    await expect(download()).rejects.toThrow('could not be unpacked');
    expect(existsSync(join(into, 'escaped.txt'))).toBe(false);
  });

  it('says what the server said, or that there is none', async () => {
    answer = (_, response) => void response.writeHead(503).end();
    await expect(download()).rejects.toThrow(`${from}ml-tiny.zip: the server answered 503`);
    await new Promise((resolve) => server.close(resolve));
    await expect(download()).rejects.toThrow(/ml-tiny\.zip: cannot be reached \(.*ECONNREFUSED/u);
  });
});
