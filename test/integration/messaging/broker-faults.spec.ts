import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UserRegistered } from '#contracts/users/users.events.js';
import { rpc } from '#contracts/protocol/rpc.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { rpcQueue } from '#platform/messaging/rmq.options.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { RpcServer } from '#platform/messaging/rpc.server.js';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { RuntimeFolder } from '../../../scripts/process/runtime-folder.js';
import { type RunningStores, startLocalStores } from '../../../scripts/stores/local-stores.js';
import { rabbitmqStore } from '../../../scripts/stores/rabbitmq.store.js';
import { eventually } from '../../support/process/eventually.js';
import { silentProgress } from '../../support/process/silent-progress.js';

const userId = '66f2c3a17d3e2b0012ab34cd';
const another = userId.replace('cd', 'ce');
const LIMIT_MS = 400;
/** A call with this limit that ends was refused. */
const LONGER_THAN_A_TEST_MS = 600_000;
const save = rpc('users.save', UserRef).replies<null>();
const saved: string[] = [];

@Controller()
class Users {
  @OnRpc(save)
  async save({ userId: id }: UserRef): Promise<null> {
    saved.push(id);
    return null;
  }
}

const local = process.env.TEST_STACK === 'local';
const title = local ? 'a broker' : 'a broker (skipped: this run has its stores in containers)';

/** On a broker of its own, because it is stopped and starved. */
(local ? describe : describe.skip)(title, () => {
  let dir: string;
  let stores: RunningStores;
  let client: RpcClient;
  let publisher: EventPublisher;
  let app: INestMicroservice;

  const pid = () => stores.pids().RABBITMQ_URL!;
  const call = (limitMs = LIMIT_MS) => client.call(save, { userId }, limitMs);
  /** What becomes of calls while the broker does not work. */
  async function callsWithout(count: number): Promise<Set<unknown>> {
    const calls = Array.from({ length: count }, () => call().catch((error: { code: string }) => error.code));
    return new Set(await Promise.all(calls));
  }

  /** As an operator speaks to the broker; all that it needs is in the broker's own environment. */
  async function rabbitmqctl(...args: string[]): Promise<void> {
    const pairs = readFileSync(`/proc/${pid()}/environ`, 'utf8').split('\0').filter(Boolean);
    const env = Object.fromEntries(
      pairs.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]),
    );
    const port = env.RABBITMQ_DIST_PORT;
    const ctl = {
      ...env,
      RABBITMQ_CTL_ERL_ARGS: `-start_epmd false -erl_epmd_port ${port} -dist_listen false`,
    };
    await promisify(execFile)('/usr/lib/rabbitmq/bin/rabbitmqctl', ['-n', env.RABBITMQ_NODENAME, ...args], {
      env: ctl,
    });
  }

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'broker-'));
    stores = await startLocalStores({
      dir,
      glibcFolder: new RuntimeFolder().glibc,
      stores: [rabbitmqStore],
      progress: silentProgress(),
      events: { died: () => undefined, cameBack: () => undefined },
    });
    await stores.up;
    const url = stores.env.RABBITMQ_URL!;
    const environment = Object.assign(new Environment(), { RABBITMQ_URL: url });
    client = new RpcClient(environment);
    publisher = new EventPublisher(environment);
    const module = await Test.createTestingModule({ controllers: [Users] }).compile();
    app = module.createNestMicroservice({ strategy: new RpcServer(rpcQueue(url, 'users')), logger: false });
    await app.listen();
  }, 120_000);

  beforeEach(async () => {
    await eventually(() => client.call(save, { userId }, 5000), 30_000);
    saved.length = 0;
  });

  afterAll(async () => {
    await app?.close();
    await client?.onApplicationShutdown();
    await publisher?.onApplicationShutdown();
    await stores?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  it('that stands still: calls end in time, and what failed is not carried out when it goes on', async () => {
    process.kill(pid(), 'SIGSTOP');
    const outcomes = await callsWithout(300);
    process.kill(pid(), 'SIGCONT');
    expect(outcomes).toEqual(new Set(['service_unavailable']));
    await eventually(() => client.call(save, { userId: another }, 5000));
    // Twice where the first answer did not come in time.
    expect(new Set(saved)).toEqual(new Set([another]));
  }, 60_000);

  it('without memory: calls and events end in time, and what failed is not carried out later', async () => {
    const publish = () =>
      publisher.publish(UserRegistered, { userId, registeredAt: '2026-01-01T00:00:00.000Z' });
    await publish();
    await rabbitmqctl('set_vm_memory_high_watermark', 'absolute', '1');
    const sentBeforeWeKnew = publish();
    expect(await callsWithout(300)).toEqual(new Set(['service_unavailable']));
    // Told of it by now, nothing leaves this process any more.
    await expect(call(LONGER_THAN_A_TEST_MS)).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(publish()).rejects.toThrow();
    await rabbitmqctl('set_vm_memory_high_watermark', 'absolute', '512MiB');
    await sentBeforeWeKnew;
    await eventually(() => client.call(save, { userId: another }, 5000));
    // Twice where the first answer did not come in time.
    expect(new Set(saved)).toEqual(new Set([another]));
  }, 120_000);
});
