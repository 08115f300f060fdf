import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asyncApiDocument, type MessageTraffic } from './asyncapi.document.js';
import type { Contracts } from './contract.list.js';
import { messageTraffic, messageUse } from './message.use.js';

describe('the use of messages', () => {
  let root: string;
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'message-use-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  function write(file: string, text: string): string {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    return file;
  }

  it('is read from decorators and calls of apps and commands, each once', () => {
    const files = [
      write(
        'apps/users/a.ts',
        'class A { @OnEvent(Fact) a() {} @OnBroadcast(News) b() {} @OnRpc(ask) c() {} }',
      ),
      write(
        'apps/gateway/b.ts',
        'await this.rpc.call(ask, {}); await rpc.call(\n  ask, {}, 5); redis.call(other);\n this.rpc\n .call(far)',
      ),
      write('apps/gateway/b.spec.ts', 'rpc.call(onlyTested, {})'),
      write('apps/web/src/c.ts', 'rpc.call(notOurs, {})'),
      write('scripts/commands/system/d.ts', 'rpc.call(train, {})'),
    ];
    expect(messageUse(root, files)).toEqual([
      { by: 'users', does: 'handles', message: 'Fact' },
      { by: 'users', does: 'handles', message: 'News' },
      { by: 'users', does: 'answers', message: 'ask' },
      { by: 'gateway', does: 'calls', message: 'ask' },
      { by: 'gateway', does: 'calls', message: 'far' },
      { by: 'commands', does: 'calls', message: 'train' },
    ]);
  });

  it('goes by the names on the wire, and only those of contracts', () => {
    const names = new Map([['getMovie', 'catalog.get-movie']]);
    expect(messageTraffic([{ by: 'gateway', does: 'calls', message: 'getMovie' }], names)).toEqual([
      { by: 'gateway', does: 'calls', name: 'catalog.get-movie' },
    ]);
    expect(() => messageTraffic([{ by: 'users', does: 'handles', message: 'SomethingElse' }], names)).toThrow(
      'users handles SomethingElse, which no contract names',
    );
  });
});

describe('the AsyncAPI document', () => {
  const some: Contracts = {
    envelope: { type: 'object' },
    events: { 'users.user-deleted.v1': { type: 'object' } },
    calls: { 'catalog.get-movie': { type: 'object' } },
    replies: { 'catalog.get-movie': { type: 'object' } },
  };
  const answer: MessageTraffic = { by: 'catalog', does: 'answers', name: 'catalog.get-movie' };
  const others: MessageTraffic[] = [
    { by: 'gateway', does: 'calls', name: 'catalog.get-movie' },
    { by: 'catalog', does: 'handles', name: 'users.user-deleted.v1' },
  ];

  it('has an operation for each side of an event and of a call', () => {
    const { operations } = asyncApiDocument(some, [answer, ...others], '1.0.0') as {
      operations: Record<string, { action: string }>;
    };
    expect(Object.entries(operations).map(([name, { action }]) => `${name}: ${action}`)).toEqual([
      'publish_users_user-deleted_v1: send',
      'catalog_handles_users_user-deleted_v1: receive',
      'answer_catalog_get-movie: receive',
      'gateway_calls_catalog_get-movie: send',
    ]);
  });

  it('is not made when the service that should answer a call does not, or another one does too', () => {
    const message = 'catalog.get-movie must be answered by catalog and nobody else';
    expect(() => asyncApiDocument(some, others, '1.0.0')).toThrow(message);
    expect(() => asyncApiDocument(some, [answer, { ...answer, by: 'users' }], '1.0.0')).toThrow(message);
  });
});
