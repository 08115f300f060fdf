import { describe, expect, it } from '@jest/globals';
import { requestLine } from './logging.js';

const line = (url: string) => requestLine({ method: 'POST', url }, { statusCode: 202 }, 3.4);

describe('the line of a request', () => {
  it('says what was asked, without the query', () => {
    expect(line('/api/v1/movies?q=secret')).toBe('POST /api/v1/movies 202 3 ms');
  });

  it('names no secret that stands in an address', () => {
    for (const kind of ['mr_', 'mrhook_', 'mrfeed_']) {
      const secret = `${kind}66f2c3a17d3e2b0012ab34cd5f0c1a2b3d4e5f60_abc-DEF`;
      expect(line(`/api/v1/hooks/${secret}/list.rss`)).toBe(`POST /api/v1/hooks/${kind}…/list.rss 202 3 ms`);
    }
  });
});
