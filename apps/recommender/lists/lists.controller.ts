import { AppError } from '#contracts/protocol/app.error.js';
import { isEmptyFilter, type MovieCard } from '#contracts/catalog/movie.js';
import type { RankedSimilarMovie } from '#contracts/recommender/recommendation.js';
import {
  Onboard,
  onboardingMovies,
  Recommend,
  recommend,
  type RankedPage,
  RefreshList,
  refreshList,
  similarMovies,
  SimilarTo,
} from '#contracts/recommender/recommender.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller, Logger } from '@nestjs/common';
import { ListMaker } from './list.maker.js';
import { ListRefresher } from './list.refresher.js';
import { emptyProfile, type UserProfile } from '../profiles/user.profile.js';
import { UserProfileStore } from '../profiles/user-profile.store.js';

const PAGE = 20;

/** Makes lists while somebody waits: with filters or diversity, and for users who have no ready list. */
@Controller()
export class ListsController {
  private readonly log = new Logger(ListsController.name);

  constructor(
    private readonly profiles: UserProfileStore,
    private readonly lists: ListMaker,
    private readonly refresher: ListRefresher,
  ) {}

  @OnRpc(recommend)
  async recommend(request: Recommend): Promise<RankedPage> {
    const { userId, offset = 0, limit = PAGE, filter, diversity, includeWatchlist } = request;
    const profile = await this.profileOf(userId);
    const listRequest = { limit: offset + limit + 1, filter, diversity, includeWatchlist };
    const { items, ...head } = this.lists.make(profile, listRequest);
    if (isDefaultRequest(request)) {
      this.refresher
        .storeFirst(userId, profile)
        .catch((error: Error) => this.log.debug(`list of ${userId} not stored: ${error.message}`));
    }
    const end = offset + limit;
    return { ...head, items: items.slice(offset, end), more: items.length > end };
  }

  /** A user looks at a list that an earlier model made. */
  @OnRpc(refreshList)
  async refresh({ userId }: RefreshList): Promise<boolean> {
    return this.refresher.followModel(userId);
  }

  @OnRpc(similarMovies)
  async similar({ movieId, limit = PAGE }: SimilarTo): Promise<RankedSimilarMovie[]> {
    return this.lists.similar(movieId, limit);
  }

  @OnRpc(onboardingMovies)
  async onboarding({ userId, limit = PAGE, leftOut }: Onboard): Promise<MovieCard[]> {
    return this.lists.onboarding(await this.profileOf(userId), limit, leftOut);
  }

  private async profileOf(userId: string): Promise<UserProfile> {
    const profile = await this.profiles.find(userId);
    if (profile?.deletedAt) throw new AppError('unauthorized');
    return profile ?? emptyProfile(userId);
  }
}

/** Whether a request asks for the list as it is kept in Redis. */
function isDefaultRequest({ filter, diversity, includeWatchlist }: Recommend): boolean {
  return (!filter || isEmptyFilter(filter)) && !diversity && !includeWatchlist;
}
