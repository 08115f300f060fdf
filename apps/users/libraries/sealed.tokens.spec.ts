import { Environment } from '#platform/config/environment.js';
import { describe, expect, it } from '@jest/globals';
import { SealedTokens } from './sealed.tokens.js';

const [first, second] = ['a', 'b'].map((letter) => letter.repeat(40));
const tokens = (LIBRARY_KEY: string[], JWT_SECRET = 'j'.repeat(40)) =>
  new SealedTokens(Object.assign(new Environment(), { LIBRARY_KEY, JWT_SECRET }));

describe('the token of somebody’s server', () => {
  it('is read for its owner alone, and stored otherwise each time', () => {
    const sealed = tokens([first]).seal('ada', 'secret-token');
    expect(sealed).not.toContain('secret');
    expect(tokens([first]).seal('ada', 'secret-token')).not.toBe(sealed);
    expect(tokens([first]).open('ada', sealed)).toBe('secret-token');
    expect(tokens([first]).open('bob', sealed)).toBeUndefined();
    expect(tokens([first]).open('ada', `${sealed.slice(0, -2)}AA`)).toBeUndefined();
  });

  it('is read with an earlier key, and not when that is gone', () => {
    const sealed = tokens([first]).seal('ada', 'secret-token');
    const rotated = tokens([second, first]);
    expect(rotated.open('ada', sealed)).toBe('secret-token');
    expect([rotated.isCurrent(sealed), rotated.isCurrent(rotated.seal('ada', 'x'))]).toEqual([false, true]);
    expect(tokens([second]).open('ada', sealed)).toBeUndefined();
  });

  it('is read still when the first key is set', () => {
    const sealed = tokens([]).seal('ada', 'secret-token');
    expect(tokens([first]).open('ada', sealed)).toBe('secret-token');
    expect(tokens([first], 'k'.repeat(40)).open('ada', sealed)).toBeUndefined();
  });
});
