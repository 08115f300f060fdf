import type { MovieCard } from '#contracts/catalog/movie.js';
import type { MovieMatch, RankedSimilarMovie } from '#contracts/recommender/recommendation.js';
import {
  listShown,
  matchMovies,
  MatchMovies,
  Onboard,
  onboardingMovies,
  Recommend,
  recommend,
  type RankedPage,
  RecommendRows,
  recommendRows,
  RefreshList,
  refreshList,
  type ShownMovie,
  ShownTo,
  similarMovies,
  SimilarTo,
} from '#contracts/recommender/recommender.rpc.js';
import type { RankedRows } from '#contracts/recommender/row.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { ListMaker } from './list.maker.js';
import { ListRefresher } from './list.refresher.js';
import { RequestedLists } from './requested.lists.js';

const PAGE = 20;

/** Makes lists while somebody waits: with filters or diversity, and for users who have no ready list. */
@Controller()
export class ListsController {
  constructor(
    private readonly requested: RequestedLists,
    private readonly lists: ListMaker,
    private readonly refresher: ListRefresher,
  ) {}

  @OnRpc(recommend)
  async recommend(request: Recommend): Promise<RankedPage> {
    const { userId, offset = 0, limit = PAGE, ...wish } = request;
    const { items, rows: _, ...head } = await this.requested.of(userId, wish);
    const end = offset + limit;
    return { ...head, items: items.slice(offset, end), more: items.length > end };
  }

  @OnRpc(recommendRows)
  async rows({ userId, filter }: RecommendRows): Promise<RankedRows> {
    const { items, rows = [], ...head } = await this.requested.of(userId, { filter }, true);
    return { ...head, rows, listLength: items.length };
  }

  /** A user looks at a list that an earlier model made. */
  @OnRpc(refreshList)
  async refresh({ userId }: RefreshList): Promise<boolean> {
    return this.refresher.followModel(userId);
  }

  @OnRpc(similarMovies)
  async similar({ movieId, limit = PAGE, certificationMax }: SimilarTo): Promise<RankedSimilarMovie[]> {
    return this.lists.similar(movieId, limit, certificationMax);
  }

  @OnRpc(matchMovies)
  async match({ userId, movieIds }: MatchMovies): Promise<MovieMatch[]> {
    const profile = await this.requested.profileOf(userId);
    if (movieIds.length === 0) return [];
    const among = new Set(movieIds);
    const { items } = await this.lists.make(profile, { limit: among.size, among, includeWatchlist: true });
    return items.map(({ movieId, score, predictedRating }) => ({ movieId, score, predictedRating }));
  }

  @OnRpc(listShown)
  async shown({ userId }: ShownTo): Promise<ShownMovie[]> {
    const { shown } = await this.requested.profileOf(userId);
    return Object.entries(shown)
      .map(([movieId, { times, lastAt }]) => ({ movieId, times, lastAt: lastAt.toISOString() }))
      .sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
  }

  @OnRpc(onboardingMovies)
  async onboarding({ userId, limit = PAGE, ...asked }: Onboard): Promise<MovieCard[]> {
    return this.lists.onboarding(await this.requested.profileOf(userId), { limit, ...asked });
  }
}
