import { AppError } from '#contracts/protocol/app.error.js';
import { describe, expect, it } from '@jest/globals';
import { RecentlyEnded } from './recently.ended.js';
import { TokenAnswers } from './token.answers.js';

describe('answers about tokens', () => {
  it('are asked for once while they are kept, and again afterwards', async () => {
    const answers = new TokenAnswers<number>(100);
    let asked = 0;
    const ask = async () => (asked += 1);
    const first = [answers.of('a', ask, 0), answers.of('a', ask, 99), answers.of('b', ask, 99)];
    expect(await Promise.all(first)).toEqual([1, 1, 2]);
    expect(answers.has('a', 99)).toBe(true);
    expect(answers.has('a', 100)).toBe(false);
    expect(await answers.of('a', ask, 100)).toBe(3);
  });

  it('keep a refusal, and no failure to ask', async () => {
    const answers = new TokenAnswers<number>(100);
    const fails = (code: 'unauthorized' | 'service_unavailable') => async () => {
      throw new AppError(code);
    };
    await expect(answers.of('no', fails('unauthorized'), 0)).rejects.toThrow();
    await expect(answers.of('away', fails('service_unavailable'), 0)).rejects.toThrow();
    await expect(answers.of('no', async () => 1, 1)).rejects.toThrow('token');
    expect(await answers.of('away', async () => 1, 1)).toBe(1);
  });

  it('are ten thousand at most, the eldest going first', async () => {
    const answers = new TokenAnswers<number>(100);
    for (let n = 0; n <= 10_000; n += 1) await answers.of(String(n), async () => n, 0);
    expect([answers.has('0', 1), answers.has('1', 1), answers.has('10000', 1)]).toEqual([false, true, true]);
  });
});

describe('what ended recently', () => {
  it('is known for a while, and counted from the last time', () => {
    const ended = new RecentlyEnded(100);
    ended.add('a', 0);
    ended.add('b', 50);
    ended.add('a', 60);
    expect([ended.has('a', 150), ended.has('b', 150), ended.has('c', 150)]).toEqual([true, false, false]);
    ended.add('c', 200);
    expect([ended.has('a', 200), ended.has('c', 200)]).toEqual([false, true]);
  });
});
