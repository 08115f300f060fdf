import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { QueryEmbedder } from './query.embedder.js';

const embedder = new QueryEmbedder();
afterAll(() => embedder.onApplicationShutdown());
jest.setTimeout(60_000);

describe('QueryEmbedder', () => {
  it('lets some wait, refuses more, and takes the next when those are served', async () => {
    const many = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) => embedder.embed(`film number ${n}`)),
    );
    const served = many.filter(({ status }) => status === 'fulfilled');
    expect(served).toHaveLength(32);
    expect(many.slice(0, 32)).toEqual(served);
    expect((many[99] as PromiseRejectedResult).reason).toMatchObject({ code: 'service_unavailable' });
    expect(await embedder.embed('film number 99')).toHaveLength(384);
  });

  it('embeds one query once, however many ask', async () => {
    const vectors = await Promise.all(
      Array.from({ length: 100 }, (_, n) => embedder.embed(`a  heist${' '.repeat(n)}`)),
    );
    expect(new Set(vectors).size).toBe(1);
  });
});
