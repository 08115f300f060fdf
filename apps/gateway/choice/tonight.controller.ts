import { MAX_MOOD_LENGTH } from '#contracts/catalog/catalog.rpc.js';
import { ApiProperty, ApiPropertyOptional } from '#contracts/protocol/documented.js';
import { matchOf, Recommendation } from '#contracts/recommender/recommendation.js';
import { CANDIDATE_SOURCES, type CandidateSource } from '#contracts/recommender/recommender.rpc.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { CurrentUser, CurrentViewing } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import {
  FromText,
  IsKnown,
  IsRuntime,
  OtherThan,
  watchableBy,
  WatchableQuery,
} from '../http/query.fields.js';
import { ReadBy, type Reader } from '../language/language.js';
import { renderReasons } from '../language/reason.texts.js';
import { CardCache } from '../recommendations/card.cache.js';
import { SearchThrottle } from '../throttle/throttle.guards.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { Tonight } from './tonight.js';

const FEW = 3;
/** Films that were offered before. */
const MAX_NOT = 300;

class TonightQuery extends WatchableQuery {
  @FromText() @IsRuntime() minutes?: number;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_MOOD_LENGTH)
  @Transform(({ value }) => (typeof value === 'string' ? value.trim() || undefined : value))
  @ApiPropertyOptional({
    maxLength: MAX_MOOD_LENGTH,
    example: 'a heist, but no war',
    description: 'what I feel like, in a few words, and what not: "no war", "not sad", "without ghosts"',
  })
  mood?: string;

  @IsOptional()
  @IsIn(CANDIDATE_SOURCES)
  @ApiPropertyOptional({ enum: CANDIDATE_SOURCES, default: 'list' })
  from?: CandidateSource;

  @IsKnown('-1: what few know; 0: as it comes; 1: what everybody knows') known?: number;

  @OtherThan(MAX_NOT, 'films that were offered before, for other ones')
  not?: string[];
}

export class UnderstoodMood {
  @ApiProperty({ example: 'a heist' }) wanted!: string;
  @ApiProperty({ type: [String], example: ['war'] }) unwanted!: string[];
}

export class FilmsForTonight {
  @ApiProperty({ type: [Recommendation], description: 'the best choice first; fewer when no more fit' })
  items!: Recommendation[];
  @ApiPropertyOptional({ type: UnderstoodMood, description: 'how the mood was understood' })
  mood?: UnderstoodMood;
  @ApiPropertyOptional({
    enum: ['plots'],
    isArray: true,
    description: 'parts that were missing: chosen by time and taste, and by what genres and themes name',
  })
  degraded?: 'plots'[];
}

@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('read')
@Controller('me/tonight')
export class TonightController {
  constructor(
    private readonly tonight: Tonight,
    private readonly cards: CardCache,
  ) {}

  @Get()
  @UseGuards(SearchThrottle)
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'A few films for now',
    description:
      'By how long I have got, by what I feel like and by my taste, from my list, my watchlist or any film that I have not rated.',
  })
  @ApiOkResponse({ type: FilmsForTonight })
  @ApiProblems(400, 401, 503)
  async choose(
    @CurrentUser() userId: string,
    @CurrentViewing() viewing: Viewing,
    @Query() query: TonightQuery,
    @ReadBy() { language, films }: Reader,
  ): Promise<FilmsForTonight> {
    const { minutes, mood, known, from = 'list', limit = FEW, not = [] } = query;
    const filter = watchableBy(viewing, query);
    const choice = await this.tonight.choose(userId, { minutes, mood, known, from, limit, not, filter });
    const named = choice.movies.flatMap(({ reasons }) =>
      reasons.flatMap(({ params }) => params.movieId ?? []),
    );
    const cards = await this.cards.of([...choice.movies.map(({ movieId }) => movieId), ...named], films);
    const items = choice.movies.flatMap(({ movieId, reasons, ...scored }) => {
      const { card, series } = cards.get(movieId) ?? {};
      const inWords = renderReasons(reasons, language, (id) => cards.get(id)?.card.title);
      return card
        ? [{ ...scored, movie: card, match: matchOf(scored), ...(series && { series }), reasons: inWords }]
        : [];
    });
    return {
      items,
      ...(choice.mood && { mood: choice.mood }),
      ...(choice.degraded && { degraded: ['plots'] }),
    };
  }
}
