import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { emptyProfile } from '../profiles/user.profile.js';
import { ListRests } from './list.rests.js';

describe('the rests of announced lists', () => {
  const wishes = { areHeard: true };
  let say: (userIds?: readonly string[]) => void;
  let rests: ListRests;
  let made: string[];

  const rating = { rating: 4, ratedAt: new Date(0), version: 1 };
  const ratings = Object.fromEntries(Array.from({ length: 1000 }, (_, k) => [`movie ${k}`, rating]));

  /** Each of somebody who has rated 1,000 movies. */
  const hold = (userId: string, name = userId, revision = 1) =>
    rests.hold({ ...emptyProfile(userId), revision, ratings }, (isWanted) => {
      made.push(isWanted ? `${name}, wanted` : name);
      return Promise.resolve();
    });

  beforeEach(() => {
    jest.useFakeTimers();
    [made, wishes.areHeard] = [[], true];
    rests = new ListRests({
      onWanted: (wanted) => {
        say = wanted;
        return wishes;
      },
    });
  });

  afterEach(() => void jest.useRealTimers());

  it('are made when somebody wants them, each once', async () => {
    for (const userId of ['ada', 'bob']) hold(userId);
    expect(made).toEqual([]);
    say(['bob', 'nobody']);
    say(['bob']);
    expect(made).toEqual(['bob, wanted']);
    expect(rests.isIdle).toBe(false);
    await jest.advanceTimersByTimeAsync(5000);
    expect(made).toEqual(['bob, wanted', 'ada']);
    expect(rests.isIdle).toBe(true);
  });

  it('are not made of somebody who goes on, until they pause', async () => {
    for (let film = 1; film <= 10; film++) {
      hold('ada', `film ${film}`, film);
      await jest.advanceTimersByTimeAsync(3000);
    }
    expect(made).toEqual([]);
    await jest.advanceTimersByTimeAsync(2000);
    expect(made).toEqual(['film 10']);
  });

  it('are made from the one held longest on when too much is held', () => {
    for (let user = 0; user < 206; user++) hold(`user ${user}`);
    expect(made).toEqual(Array.from({ length: 8 }, (_, user) => `user ${user}`));
  });

  it('of who is quiet are made one after the other, and not for who goes on meanwhile', async () => {
    const done = Promise.withResolvers<void>();
    rests.hold(emptyProfile('eve'), () => done.promise);
    for (const userId of ['ada', 'bob']) hold(userId);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(made).toEqual([]);
    hold('ada', 'ada again', 2);
    done.resolve();
    await jest.advanceTimersByTimeAsync(1000);
    expect(made).toEqual(['bob']);
    await jest.advanceTimersByTimeAsync(5000);
    expect(made).toEqual(['bob', 'ada again']);
    expect(rests.isIdle).toBe(true);
  });

  it('are of the latest list, whichever is announced last', () => {
    hold('ada', 'second', 2);
    hold('ada', 'first', 1);
    say(['ada']);
    expect(made).toEqual(['second, wanted']);
  });

  it('are made at once where nobody would be heard', () => {
    wishes.areHeard = false;
    hold('ada');
    expect(made).toEqual(['ada']);
  });

  it('are left to who makes lists anew when Redis is lost, or another list stands', async () => {
    for (const userId of ['ada', 'bob']) hold(userId);
    rests.drop('ada');
    say();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(made).toEqual([]);
    expect(rests.isIdle).toBe(true);
  });

  it('are made before the end, the latest of very many', async () => {
    for (let user = 0; user < 40; user++) hold(`user ${user}`);
    await rests.finish();
    expect(made).toEqual(Array.from({ length: 32 }, (_, user) => `user ${user + 8}`));
    expect(rests.isIdle).toBe(true);
  });
});
