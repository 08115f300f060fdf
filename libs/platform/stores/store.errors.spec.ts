import { describe, expect, it } from '@jest/globals';
import { asAppError } from './store.errors.js';

describe('an error of a store', () => {
  it.each<[string, object]>([
    ['no server', { name: 'MongoServerSelectionError' }],
    [
      'a write to a socket that closed a moment ago',
      { code: 'EPIPE', message: 'This socket has been ended' },
    ],
    [
      'a server that shuts down',
      { name: 'MongoServerError', code: 11600, codeName: 'InterruptedAtShutdown' },
    ],
    ['Redis away', { name: 'MaxRetriesPerRequestError' }],
  ])('that passes is said to pass: %s', (_, error) => {
    expect(asAppError(Object.assign(new Error(), error)).code).toBe('service_unavailable');
  });

  it('that does not pass is our own fault', () => {
    expect(
      asAppError(Object.assign(new Error('bad value'), { name: 'MongoServerError', code: 2 })).code,
    ).toBe('internal_error');
  });
});
