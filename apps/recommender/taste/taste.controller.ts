import { describeTaste, TasteOf } from '#contracts/recommender/recommender.rpc.js';
import type { TasteFacts } from '#contracts/recommender/taste.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { MovieCatalogue } from '../profiles/movie.catalogue.js';
import { ratedMovies } from '../profiles/user.profile.js';
import { UserProfileStore } from '../profiles/user-profile.store.js';
import { tasteFacts } from './taste.facts.js';

@Controller()
export class TasteController {
  constructor(
    private readonly profiles: UserProfileStore,
    private readonly catalogue: MovieCatalogue,
  ) {}

  @OnRpc(describeTaste)
  async describe({ userId }: TasteOf): Promise<TasteFacts> {
    const profile = await this.profiles.find(userId);
    if (profile?.deletedAt) throw new AppError('unauthorized');
    return tasteFacts(profile ? ratedMovies(profile) : [], this.catalogue);
  }
}
