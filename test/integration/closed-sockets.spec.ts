import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import '#platform/stores/mongo.module.js';
import { withinTime } from '#platform/process/time-limit.js';
import { mongo } from 'mongoose';
import { address } from '../support/process/eventually.js';

/** More turns than a command takes until it is written. */
const MOMENTS = 12;

let client: mongo.MongoClient;
const sockets = new Set<Socket>();
const remember = (message: unknown) => void sockets.add((message as { socket: Socket }).socket);

beforeAll(async () => {
  subscribe('net.client.socket', remember);
  client = await mongo.MongoClient.connect(address('MONGODB_URI'), { retryReads: false });
});

afterAll(async () => {
  unsubscribe('net.client.socket', remember);
  await client.close();
});

it('a command ends at whatever moment its connection is destroyed', async () => {
  const ping = () => client.db('admin').command({ ping: 1 });
  const never: number[] = [];
  for (let moment = 0; moment < MOMENTS; moment++) {
    await ping();
    const command = ping().catch(() => 'failed');
    for (let n = 0; n < moment; n++) await Promise.resolve();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await withinTime(command, 2000, () => new Error('it does not end')).catch(() => void never.push(moment));
  }
  expect(never).toEqual([]);
}, 30_000);
