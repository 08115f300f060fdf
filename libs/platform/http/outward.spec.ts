import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { outward } from './outward.js';
import { outwardAddress } from './outward.address.js';

describe('an address that somebody typed', () => {
  it.each(['https://films.example/hook?a=b', 'https://8.8.8.8/', 'https://[2606:4700::1111]:8443/x'])(
    'may name a host of the internet: %s',
    (typed) => expect(outwardAddress(typed, 'public').href).toBe(typed),
  );

  it.each([
    ['no address', 'films'],
    ['without encryption', 'http://films.example/'],
    ['of another protocol', 'file:///etc/passwd'],
    ['of a script', 'javascript:alert(1)'],
    ['with a password', 'https://me:secret@films.example/'],
    ['of this machine', 'https://127.0.0.1/'],
    ['of this machine, as a number', 'https://2130706433/'],
    ['of this machine, in octal', 'https://0177.0.0.1/'],
    ['of this machine, in short', 'https://127.1/'],
    ['of this machine, in IPv6', 'https://[::1]/'],
    ['of this machine, IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['of a home', 'https://192.168.1.20/'],
    ['of a home, in IPv6', 'https://[fd00::1]/'],
    ['of a cloud’s own', 'https://169.254.169.254/latest/meta-data/'],
    ['of a cloud’s own, through NAT64', 'https://[64:ff9b::a9fe:a9fe]/'],
    ['of nobody', 'https://0.0.0.0/'],
    ['of many', 'https://224.0.0.1/'],
    ['too long', `https://films.example/${'x'.repeat(2000)}`],
  ])('is refused: %s', (_what, typed) => {
    expect(() => outwardAddress(typed, 'public')).toThrow(
      expect.objectContaining({ code: 'address_refused' }),
    );
  });

  it('may lead into a private network, unencrypted too, where the operator allows that', () => {
    for (const typed of ['http://192.168.1.20:8096/', 'http://127.0.0.1/', 'http://[fd00::1]/'])
      expect(outwardAddress(typed, 'private').href).toBe(typed);
    for (const typed of [
      'http://8.8.8.8/',
      'http://169.254.169.254/',
      'https://[fe80::1]/',
      'https://0.0.0.0/',
    ])
      expect(() => outwardAddress(typed, 'private')).toThrow(
        expect.objectContaining({ code: 'address_refused' }),
      );
  });
});

describe('a request to it', () => {
  let server: Server | undefined;
  let asked = 0;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    asked = 0;
  });

  async function serving(answer: RequestListener, host = '127.0.0.1'): Promise<string> {
    server = createServer((request, reply) => {
      asked += 1;
      answer(request, reply);
    });
    await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening));
    return `http://${host}:${(server.address() as AddressInfo).port}/`;
  }

  const post = (address: string, more = {}) =>
    outward(address, 'private', { method: 'POST', body: 'ä', timeoutMs: 2000, maxBytes: 10, ...more });

  it('sends what it is given, and says what was answered', async () => {
    const heard: unknown[] = [];
    const address = await serving((request, reply) => {
      let body = '';
      request
        .setEncoding('utf8')
        .on('data', (part) => (body += part))
        .on('end', () => {
          heard.push(request.method, request.headers['x-told'], body);
          reply.writeHead(202, { 'x-answer': 'yes' }).end('fine');
        });
    }, 'localhost');
    const answer = await post(address, { headers: { 'x-told': 'hello' } });
    expect(heard).toEqual(['POST', 'hello', 'ä']);
    expect(answer).toMatchObject({ status: 202, whole: true });
    expect([answer.headers['x-answer'], answer.body.toString()]).toEqual(['yes', 'fine']);
  });

  it('does not follow to where the answer points', async () => {
    const address = await serving((_request, reply) => reply.writeHead(307, { location: '/there' }).end());
    expect(await post(address)).toMatchObject({ status: 307 });
    expect(asked).toBe(1);
  });

  it('reads the beginning of an answer that does not end', async () => {
    const address = await serving((_request, reply) => {
      const more = () => void (reply.destroyed || reply.write('x'.repeat(1000), () => setImmediate(more)));
      more();
    });
    const { body, whole } = await post(address);
    expect([body.toString(), whole]).toEqual(['xxxxxxxxxx', false]);
  });

  it.each([
    ['never begins', (() => undefined) as RequestListener],
    ['never ends', ((_request, reply) => reply.writeHead(200).write('x')) as RequestListener],
  ])('waits so long and no longer for an answer that %s', async (_what, answer) => {
    const address = await serving(answer);
    await expect(post(address, { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'address_unreachable',
      message: 'No answer came within 150 ms.',
    });
  });

  it('says so when the connection breaks, and when nobody is there', async () => {
    const address = await serving((request) => request.socket.destroy());
    await expect(post(address)).rejects.toMatchObject({ code: 'address_unreachable' });
    server!.close();
    await new Promise((closed) => server!.on('close', closed));
    await expect(post(address)).rejects.toMatchObject({ message: 'No answer came: ECONNREFUSED.' });
  });

  it('reaches no name that stands for a private address', async () => {
    const address = await serving((_request, reply) => reply.end());
    const { port } = new URL(address);
    await expect(
      outward(`https://localhost:${port}/`, 'public', { method: 'GET', timeoutMs: 2000, maxBytes: 10 }),
    ).rejects.toMatchObject({ code: 'address_refused' });
    expect(asked).toBe(0);
  });
});
