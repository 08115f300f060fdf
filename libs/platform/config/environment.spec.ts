import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { addressesIn } from './store.addresses.js';
import { readEnvironment, signingSecret } from './environment.js';

const secret = 's'.repeat(32);

describe('readEnvironment', () => {
  it('works on a developer machine with nothing set', () => {
    const environment = readEnvironment({ NODE_ENV: 'test' });
    expect(environment.PORT).toBe(3000);
    expect(signingSecret(environment)).toHaveLength(64);
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

  it('takes several nodes of a broker and of a Redis, each of which is checked', () => {
    const [RABBITMQ_URL, REDIS_URL] = [
      'amqp://ada:one,two@rabbit-1,amqps://ada:pw@rabbit-2:5671/films',
      'redis://:pw@redis-1:6379,redis://redis-2',
    ];
    const read = readEnvironment({ NODE_ENV: 'test', RABBITMQ_URL, REDIS_URL });
    expect(addressesIn(read.RABBITMQ_URL)).toEqual([
      'amqp://ada:one,two@rabbit-1',
      'amqps://ada:pw@rabbit-2:5671/films',
    ]);
    expect(addressesIn(read.REDIS_URL)).toHaveLength(2);
    const wrong = { NODE_ENV: 'test', REDIS_URL: 'redis://redis-1,http://redis-2' };
    expect(() => readEnvironment(wrong)).toThrow('REDIS_URL');
  });

  it('reads a value from the file that <NAME>_FILE names, unless the variable itself is set', () => {
    const folder = mkdtempSync(join(tmpdir(), 'environment-'));
    const JWT_SECRET_FILE = join(folder, 'jwt');
    writeFileSync(JWT_SECRET_FILE, `${secret}\n`);
    expect(readEnvironment({ NODE_ENV: 'test', JWT_SECRET_FILE }).JWT_SECRET).toBe(secret);
    const other = 'o'.repeat(40);
    expect(readEnvironment({ NODE_ENV: 'test', JWT_SECRET_FILE, JWT_SECRET: other }).JWT_SECRET).toBe(other);
    rmSync(folder, { recursive: true });
    expect(() => readEnvironment({ NODE_ENV: 'test', JWT_SECRET_FILE })).toThrow('JWT_SECRET_FILE');
  });

  describe('in production', () => {
    const production = {
      NODE_ENV: 'production',
      JWT_SECRET: secret,
      RABBITMQ_URL: `amqp://users:${'p'.repeat(16)}@rabbitmq:5672`,
    };

    it('takes what is set', () => {
      expect(readEnvironment(production).JWT_SECRET).toBe(secret);
    });

    it('has no default broker, which would have the default user', () => {
      expect(() => readEnvironment({ ...production, RABBITMQ_URL: '' })).toThrow('RABBITMQ_URL must be set');
    });

    it('invents no secret to sign with', () => {
      expect(signingSecret(readEnvironment(production))).toBe(secret);
      const without = readEnvironment({ ...production, JWT_SECRET: '' });
      expect(() => signingSecret(without)).toThrow('JWT_SECRET must be set in production');
    });

    it.each([
      ['RABBITMQ_URL', 'amqp://movies:movies@rabbitmq:5672'],
      ['MONGODB_URI', 'mongodb://users:short@mongodb:27017'],
      ['REDIS_URL', 'redis://:short@redis:6379'],
    ])('refuses a short password in %s, without repeating it', (name, url) => {
      expect(() => readEnvironment({ ...production, [name]: url })).toThrow(
        `the password in ${name} must have at least 16 characters in production`,
      );
    });
  });

  it('refuses a short secret', () => {
    expect(() => readEnvironment({ NODE_ENV: 'test', JWT_SECRET: 'short' })).toThrow('JWT_SECRET');
  });
});
