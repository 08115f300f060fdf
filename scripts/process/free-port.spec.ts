import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { freePort, portProblem } from './free-port.js';

it('names a taken port as taken, also when the other program listens on every address', async () => {
  const port = await freePort();
  expect(await portProblem(port)).toBeUndefined();
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, host, resolve));
    expect(await portProblem(port)).toBe('EADDRINUSE');
    await new Promise((resolve) => other.close(resolve));
  }
  expect(await portProblem(port)).toBeUndefined();
});

it('gives no port twice, and none that a test file beside this one could be given', async () => {
  const ports = new Set<number>();
  for (let n = 0; n < 200; n++) ports.add(await freePort());
  expect(ports.size).toBe(200);
  expect(new Set([...ports].map((port) => port % 8))).toEqual(
    new Set([Number(process.env.JEST_WORKER_ID) % 8]),
  );
});
