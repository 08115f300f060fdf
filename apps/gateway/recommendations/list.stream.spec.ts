import { describe, expect, it, jest } from '@jest/globals';
import type { ReadyLists } from '#lists/ready-lists.js';
import type { MessageEvent } from '@nestjs/common';
import { ListStream } from './list.stream.js';

const HOUR = 3_600_000;
const list = { ratingsVersion: 7, generatedAt: '2026-11-23T15:04:05.000Z' };
const ID = '7@2026-11-23T15:04:05.000Z';

/** Lists as Redis has them: one for Ada. */
const lists = {
  read: async ({ owner }: { owner: string }) => (owner.includes('ada') ? list : undefined),
} as unknown as ReadyLists;

interface Listener {
  heard: MessageEvent[];
  ended: boolean;
  leave: () => void;
}

function listen(stream: ListStream, userId: string, lastEventId?: string): Listener {
  const listener: Listener = { heard: [], ended: false, leave: () => undefined };
  const subscription = stream.of(userId, new Date(Date.now() + HOUR), lastEventId).subscribe({
    next: (event) => listener.heard.push(event),
    complete: () => (listener.ended = true),
  });
  listener.leave = () => subscription.unsubscribe();
  return listener;
}

const greeted = () => new Promise(setImmediate);
const news = ({ heard }: Listener) => heard.filter(({ type }) => type === 'recommendations');

describe('streams of list news', () => {
  it('tell a person’s browsers, and nobody else’s', () => {
    const stream = new ListStream(lists);
    const [phone, desk, bob] = ['ada', 'ada', 'bob'].map((userId) => listen(stream, userId));
    stream.announce({ userId: 'ada', ...list });
    expect([phone, desk, bob].map((listener) => news(listener).length)).toEqual([1, 1, 0]);
    stream.onModuleDestroy();
  });

  it('say where the browser stands and when to come back, at another moment each', async () => {
    const stream = new ListStream(lists);
    const listeners = Array.from({ length: 8 }, () => listen(stream, 'ada'));
    await greeted();
    const greetings = listeners.map(({ heard }) => heard[0]);
    expect(greetings.map(({ id, data }) => [id, data])).toEqual(Array(8).fill([ID, undefined]));
    expect(new Set(greetings.map(({ retry }) => retry)).size).toBeGreaterThan(1);
    for (const { retry } of greetings) expect(retry! >= 1000 && retry! <= 5000).toBe(true);
    stream.onModuleDestroy();
  });

  it.each([
    ['an earlier list', '6@2026-11-23T15:04:01.000Z', 1],
    ['this list', ID, 0],
  ])('tell a browser that knew %s what it missed', async (_what, lastEventId, count) => {
    const stream = new ListStream(lists);
    const ada = listen(stream, 'ada', lastEventId);
    await greeted();
    expect(news(ada)).toHaveLength(count);
    stream.onModuleDestroy();
  });

  it('tell what else happens now without forgetting which list a browser knows', async () => {
    const stream = new ListStream(lists);
    const [ada, bob] = ['ada', 'bob'].map((userId) => listen(stream, userId));
    await greeted();
    stream.tell('ada', 'import', { done: 1 });
    expect(ada.heard.at(-1)).toEqual({ type: 'import', id: ID, data: { done: 1 } });
    expect(bob.heard).toHaveLength(1);
    stream.onModuleDestroy();
  });

  it('are ten of a person: the oldest ends for an eleventh', () => {
    const stream = new ListStream(lists);
    const listeners = Array.from({ length: 11 }, () => listen(stream, 'ada'));
    expect(listeners.map(({ ended }) => ended)).toEqual([true, ...Array<boolean>(10).fill(false)]);
    listeners[5].leave();
    expect(listen(stream, 'ada').ended).toBe(false);
    expect(listeners[1].ended).toBe(false);
    stream.onModuleDestroy();
  });

  it('are refused beyond five thousand, until some end', () => {
    const stream = new ListStream(lists);
    const listeners = Array.from({ length: 5000 }, (_, i) => listen(stream, `person ${i % 1000}`));
    expect(() => stream.of('ada', new Date())).toThrow('Too many streams are open.');
    listeners[0].leave();
    expect(() => stream.of('ada', new Date())).not.toThrow();
    stream.onModuleDestroy();
  });

  it('end with the access token, with the account and with the gateway', () => {
    jest.useFakeTimers();
    const stream = new ListStream(lists);
    const [ada, bob, cyd] = ['ada', 'bob', 'cyd'].map((userId) => listen(stream, userId));
    stream.end('bob');
    expect([ada, bob, cyd].map(({ ended }) => ended)).toEqual([false, true, false]);
    jest.advanceTimersByTime(HOUR - 1);
    expect(ada.heard.filter(({ comment }) => comment === 'ping').length).toBe(143);
    expect(ada.heard.filter(({ comment, id, type }) => comment && (id ?? type))).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(ada.ended).toBe(true);
    jest.useRealTimers();
    const dan = listen(stream, 'dan');
    stream.onModuleDestroy();
    expect(dan.ended).toBe(true);
  });
});
