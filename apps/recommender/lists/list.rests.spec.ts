import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ListRests } from './list.rests.js';

describe('the rests of announced lists', () => {
  const wishes = { areHeard: true };
  let say: (userIds?: readonly string[]) => void;
  let rests: ListRests;
  let made: string[];

  const hold = (userId: string, name = userId, revision = 1) =>
    rests.hold(userId, revision, () => {
      made.push(name);
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
    expect(made).toEqual(['bob']);
    expect(rests.isIdle).toBe(false);
    await jest.advanceTimersByTimeAsync(5000);
    expect(made).toEqual(['bob', 'ada']);
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

  it('are made from the one held longest on when there are too many', () => {
    for (let user = 0; user < 40; user++) hold(`user ${user}`);
    expect(made).toEqual(Array.from({ length: 8 }, (_, user) => `user ${user}`));
  });

  it('are of the latest list, whichever is announced last', () => {
    hold('ada', 'second', 2);
    hold('ada', 'first', 1);
    say(['ada']);
    expect(made).toEqual(['second']);
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

  it('are all made before the end', async () => {
    for (const userId of ['ada', 'bob']) hold(userId);
    await rests.finish();
    expect(made).toEqual(['ada', 'bob']);
  });
});
