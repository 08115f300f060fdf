import type { WeighedMovie } from '#contracts/recommender/recommendation.js';
import { WeighMovie, weighMovie } from '#contracts/recommender/recommender.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { RequestedLists } from '../lists/requested.lists.js';
import { MovieScales } from './movie.scales.js';

@Controller()
export class ChoiceController {
  constructor(
    private readonly requested: RequestedLists,
    private readonly scales: MovieScales,
  ) {}

  @OnRpc(weighMovie)
  async weigh({ userId, movieId }: WeighMovie): Promise<WeighedMovie> {
    return this.scales.weigh(await this.requested.profileOf(userId), movieId);
  }
}
