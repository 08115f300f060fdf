import { beforeEach, describe, expect, it } from '@jest/globals';
import { PerTurn } from './per.turn.js';

const nextTurn = () => new Promise(setImmediate);

describe('things handled per turn of the event loop', () => {
  let handled: number[];
  let things: PerTurn<number>;

  beforeEach(() => {
    handled = [];
    things = new PerTurn(3, (thing) => handled.push(thing));
  });

  it('are handled at once while they are few', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      for (const thing of [1, 2, 3]) things.take(thing);
      expect(handled).toHaveLength(3 * (turn + 1));
      await nextTurn();
    }
  });

  it('are handled in order of arrival, so many a turn, also those that come meanwhile', async () => {
    for (let thing = 0; thing < 7; thing += 1) things.take(thing);
    expect(handled).toEqual([0, 1, 2]);
    await nextTurn();
    expect(handled).toEqual([0, 1, 2, 3, 4, 5]);
    things.take(7);
    await nextTurn();
    expect(handled).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
