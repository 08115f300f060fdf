import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { faultLines, fuzz } from '../support/fuzz/fuzz.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(120_000);

const REQUESTS = 2000;
const SEED = 11;

/** `npm run fuzz` sends more, with other seeds. */
describe('made-up requests to every route', () => {
  const system = sharedSystem();

  beforeAll(() => system.ready(), 180_000);

  it('get in time an answer that the API documents, and cause no error of ours', async () => {
    const result = await fuzz(system.origin('gateway'), REQUESTS, SEED);
    expect(faultLines(result)).toEqual([]);
    expect(result.statuses[200]).toBeGreaterThan(REQUESTS / 20);
    expect(await system.printed()).not.toMatch(/"level":(50|60)/);
  });
});
