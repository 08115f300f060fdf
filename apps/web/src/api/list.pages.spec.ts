import { describe, expect, it } from '@jest/globals';
import type { Recommendation, RecommendationPage } from './client';
import { LIST_END, listOf, withNext } from './list.pages';

/** A server with a list of 500 movies, and what it was asked for. */
function server() {
  const asked: { limit: number; cursor?: string }[] = [];
  const pageOf = async (query: { limit: number; cursor?: string }) => {
    asked.push(query);
    const from = Number(query.cursor ?? 0);
    return page(from, from + query.limit);
  };
  return { asked, pageOf };
}

const page = (from: number, to: number) =>
  ({
    items: Array.from(
      { length: to - from },
      (_, n) => ({ movie: { id: String(from + n) } }) as Recommendation,
    ),
    nextCursor: to < 500 ? String(to) : undefined,
  }) as Partial<RecommendationPage> as RecommendationPage;

const ids = (list: RecommendationPage) => list.items.map(({ movie }) => movie.id);

describe('a list', () => {
  it('is asked for up to where somebody is, in the fewest requests', async () => {
    const { asked, pageOf } = server();
    expect(ids(await listOf(24, pageOf))).toHaveLength(24);
    expect(ids(await listOf(170, pageOf))).toHaveLength(170);
    expect(asked).toEqual([{ limit: 24 }, { limit: 100 }, { limit: 70, cursor: '100' }]);
  });

  it('is never asked for beyond its end', async () => {
    const { asked, pageOf } = server();
    expect(ids(await listOf(1440, pageOf))).toHaveLength(LIST_END);
    expect(asked).toHaveLength(LIST_END / 100);
  });

  it('shows a movie once, also when two of its pages have it', () => {
    const joined = withNext(page(0, 24), page(20, 48));
    expect(ids(joined)).toEqual(ids(page(0, 48)));
    expect(joined.nextCursor).toBe('48');
  });
});
