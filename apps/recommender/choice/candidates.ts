import { LIST_LENGTH, type RankedList } from '#contracts/recommender/recommendation.js';
import type { FindChoices } from '#contracts/recommender/recommender.rpc.js';
import { Injectable } from '@nestjs/common';
import { ListMaker } from '../lists/list.maker.js';
import { MovieCatalogue } from '../profiles/movie.catalogue.js';
import { listedMovies, type UserProfile } from '../profiles/user.profile.js';

/** Movies to choose a few from: those of somebody's list, of their watchlist, or any, the best first. */
@Injectable()
export class Candidates {
  constructor(
    private readonly lists: ListMaker,
    private readonly catalogue: MovieCatalogue,
  ) {}

  /** @throws AppError `service_unavailable` without a model */
  async of(profile: UserProfile, request: FindChoices): Promise<RankedList> {
    const { from, runtimeMax, known, filter, leftOut = [], limit } = request;
    const out = new Set(leftOut);
    const matches = this.catalogue.passing({ ...filter, runtimeMax });
    const passes = (id: string) => !out.has(id) && matches(id);
    // The list itself is what it is, however long its movies are.
    if (from === 'list') {
      const { items, ...head } = await this.lists.make(profile, { limit: LIST_LENGTH, filter, known });
      return { ...head, items: items.filter(({ movieId }) => passes(movieId)).slice(0, limit) };
    }
    const ids =
      from === 'watchlist' ? listedMovies(profile.watchlist) : (request.movieIds ?? this.catalogue.ids());
    const among = new Set([...ids].filter(passes));
    return this.lists.make(profile, { limit, among, known, includeWatchlist: true });
  }
}
