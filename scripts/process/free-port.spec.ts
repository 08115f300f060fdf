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
