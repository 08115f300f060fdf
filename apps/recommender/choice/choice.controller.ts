import type { RankedList, WeighedMovie } from '#contracts/recommender/recommendation.js';
import { FindChoices, findChoices, WeighMovie, weighMovie } from '#contracts/recommender/recommender.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { RequestedLists } from '../lists/requested.lists.js';
import { Candidates } from './candidates.js';
import { MovieScales } from './movie.scales.js';

@Controller()
export class ChoiceController {
  constructor(
    private readonly requested: RequestedLists,
    private readonly scales: MovieScales,
    private readonly candidates: Candidates,
  ) {}

  @OnRpc(findChoices)
  async find(request: FindChoices): Promise<RankedList> {
    return this.candidates.of(await this.requested.profileOf(request.userId), request);
  }

  @OnRpc(weighMovie)
  async weigh({ userId, movieId }: WeighMovie): Promise<WeighedMovie> {
    return this.scales.weigh(await this.requested.profileOf(userId), movieId);
  }
}
