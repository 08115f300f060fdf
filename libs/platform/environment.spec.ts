import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './environment.js';

const secret = 's'.repeat(32);

describe('readEnvironment', () => {
  it('works on a developer machine with nothing set', () => {
    const environment = readEnvironment({ NODE_ENV: 'test' });
    expect(environment.PORT).toBe(3000);
    expect(environment.JWT_SECRET).toHaveLength(64);
  });

  it('reads numbers and lists from text', () => {
    const environment = readEnvironment({ NODE_ENV: 'test', PORT: '8080', EVENT_RETRY_DELAYS_MS: '10,20' });
    expect(environment.PORT).toBe(8080);
    expect(environment.EVENT_RETRY_DELAYS_MS).toEqual([10, 20]);
  });

  it('names what is wrong', () => {
    expect(() => readEnvironment({ NODE_ENV: 'test', PORT: 'many', REDIS_URL: 'nowhere' })).toThrow(
      /PORT.*REDIS_URL|REDIS_URL.*PORT/s,
    );
  });

  it('refuses to invent a secret in production', () => {
    expect(() => readEnvironment({ NODE_ENV: 'production' })).toThrow('JWT_SECRET must be set in production');
    expect(readEnvironment({ NODE_ENV: 'production', JWT_SECRET: secret }).JWT_SECRET).toBe(secret);
  });

  it('refuses a short secret', () => {
    expect(() => readEnvironment({ NODE_ENV: 'test', JWT_SECRET: 'short' })).toThrow('JWT_SECRET');
  });
});
