import { describe, expect, it } from '@jest/globals';
import { emptyProfile } from '../profiles/user.profile.js';
import { ListQueue } from './list.queue.js';

const taken = (queue: ListQueue) => {
  const ids: string[] = [];
  for (let next; (next = queue.take());) ids.push(next.userId);
  return ids;
};

describe('ListQueue', () => {
  it('has each user once, and who changed something last comes first', () => {
    const queue = new ListQueue();
    for (const userId of ['ada', 'bob', 'eve', 'ada']) queue.add(userId);
    expect(queue.size).toBe(3);
    expect(taken(queue)).toEqual(['ada', 'eve', 'bob']);
    expect(queue.size).toBe(0);
  });

  it('takes somebody again who comes again', () => {
    const queue = new ListQueue();
    queue.add('ada');
    expect(queue.take()?.userId).toBe('ada');
    queue.add('ada');
    queue.add('bob');
    expect(taken(queue)).toEqual(['bob', 'ada']);
  });

  it('is bounded: of many users the latest are kept, and the profiles of a few', () => {
    const queue = new ListQueue();
    for (let n = 0; n < 25_000; n++) queue.add(`user ${n % 12_500}`, emptyProfile(`user ${n % 12_500}`));
    expect(queue.size).toBe(10_000);
    const first = queue.take();
    expect(first).toMatchObject({ userId: 'user 12499' });
    expect(first?.profile).toBeUndefined();
    expect(taken(queue)).toHaveLength(9_999);
    queue.add('ada', emptyProfile('ada'));
    expect(queue.take()?.profile?.userId).toBe('ada');
  });
});
