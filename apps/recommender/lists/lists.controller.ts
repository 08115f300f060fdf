import { AppError } from '#contracts/protocol/app.error.js';
import { isEmptyFilter, type MovieCard } from '#contracts/catalog/movie.js';
import type { SimilarMovie } from '#contracts/recommender/recommendation.js';
import {
  Onboard,
  onboardingMovies,
  Recommend,
  recommend,
  type RecommendationPage,
  similarMovies,
  SimilarTo,
} from '#contracts/recommender/recommender.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller, Logger } from '@nestjs/common';
import { ListMaker } from './list.maker.js';
import { ListRefresher } from './list.refresher.js';
import { emptyTaste, type Taste } from '../profiles/user.profile.js';
import { TasteStore } from '../profiles/user-profile.store.js';

const PAGE = 20;

/** Answers what Redis cannot: unusual wishes, and everything while there is no list. */
@Controller()
export class RecommenderController {
  private readonly log = new Logger('Recommender');

  constructor(
    private readonly tastes: TasteStore,
    private readonly lists: ListMaker,
    private readonly refresher: ListRefresher,
  ) {}

  @OnRpc(recommend)
  async recommend(request: Recommend): Promise<RecommendationPage> {
    const { userId, offset = 0, limit = PAGE, filter, diversity, includeWatchlist } = request;
    const taste = await this.tasteOf(userId);
    const wish = { limit: offset + limit + 1, filter, diversity, includeWatchlist };
    const { items, ...head } = this.lists.make(taste, wish);
    if (isUsual(request)) {
      this.refresher
        .storeFirst(userId, taste)
        .catch((error: Error) => this.log.debug(`list of ${userId} not stored: ${error.message}`));
    }
    const end = offset + limit;
    return { ...head, items: items.slice(offset, end), more: items.length > end };
  }

  @OnRpc(similarMovies)
  async similar({ movieId, limit = PAGE }: SimilarTo): Promise<SimilarMovie[]> {
    return this.lists.similar(movieId, limit);
  }

  @OnRpc(onboardingMovies)
  async onboarding({ userId, limit = PAGE }: Onboard): Promise<MovieCard[]> {
    return this.lists.onboarding(await this.tasteOf(userId), limit);
  }

  private async tasteOf(userId: string): Promise<Taste> {
    const taste = await this.tastes.find(userId);
    if (taste?.deletedAt) throw new AppError('unauthorized');
    return taste ?? emptyTaste(userId);
  }
}

/** Whether a request asks for the list as it is kept in Redis. */
function isUsual({ filter, diversity, includeWatchlist }: Recommend): boolean {
  return (!filter || isEmptyFilter(filter)) && !diversity && !includeWatchlist;
}
