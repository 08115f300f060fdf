import type { CodedReason } from '#contracts/recommender/reason.js';
import { WeighedRecommendation } from '#contracts/recommender/recommendation.js';
import { weighMovie } from '#contracts/recommender/recommender.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { ReadBy, type Reader } from '../language/language.js';
import { renderReasons } from '../language/reason.texts.js';
import { requireMovieId } from '../movies/known-movies.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { CardCache } from '../recommendations/card.cache.js';

@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('read')
@Controller('me/why')
export class WhyController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly cards: CardCache,
  ) {}

  @Get(':movieId')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'What speaks for and against a film for me',
    description:
      'Of any film, rated or not, listed or not, by the score that sorts my list. What I gave the film itself is left out.',
  })
  @ApiOkResponse({ type: WeighedRecommendation })
  @ApiProblems(401, 404, 503)
  async why(
    @CurrentUser() userId: string,
    @Param('movieId') movieId: string,
    @ReadBy() { language, films }: Reader,
  ): Promise<WeighedRecommendation> {
    requireMovieId(movieId);
    const { movieId: _, reasons, against, ...scored } = await this.rpc.call(weighMovie, { userId, movieId });
    const named = [...reasons, ...against].flatMap(({ params }) => params.movieId ?? []);
    const cards = await this.cards.of(named, films);
    const inWords = (coded: CodedReason[]) =>
      renderReasons(coded, language, (id) => cards.get(id)?.card.title);
    return { ...scored, reasons: inWords(reasons), against: inWords(against) };
  }
}
