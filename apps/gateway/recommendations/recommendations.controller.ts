import { ApiPropertyOptional } from '#contracts/protocol/documented.js';
import { IsCursor } from '#contracts/protocol/fields.js';
import {
  DIVERSITY_STEP,
  LIST_LENGTH,
  LIST_SORTS,
  type ListSort,
} from '#contracts/recommender/recommendation.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { Controller, Get, Headers, Header, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsNumber, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { CurrentUser, type CurrentSession, CurrentViewing, Session } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { filterOf, FilterQuery, FromText, IsKnown } from '../http/query.fields.js';
import { RecommendationPage } from '../http/responses.js';
import { KeptWithList } from '../kept/kept.decorators.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { writeEvents } from './event.writer.js';
import { ListStream } from './list.stream.js';
import { ReadBy, type Reader } from '../language/language.js';
import { Recommendations } from './recommendations.js';

class RecommendationsQuery extends FilterQuery {
  @IsCursor() cursor?: string;

  @FromText()
  @IsOptional()
  @IsNumber({}, { message: 'diversity must be a number from 0 to 1' })
  @Min(0, { message: 'diversity must be a number from 0 to 1' })
  @Max(1, { message: 'diversity must be a number from 0 to 1' })
  @ApiPropertyOptional({
    minimum: 0,
    maximum: 1,
    description: `0: by score alone; 1: as varied as possible; rounded to steps of ${DIVERSITY_STEP}`,
  })
  diversity?: number;

  @IsKnown(
    `-1: what few know; 0: as it comes; 1: what everybody knows; rounded to steps of ${DIVERSITY_STEP}`,
  )
  known?: number;

  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsOptional()
  @IsBoolean({ message: 'includeWatchlist must be true or false' })
  @ApiPropertyOptional({ type: Boolean, default: false, description: 'include films on my watchlist' })
  includeWatchlist?: boolean;

  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsOptional()
  @IsBoolean({ message: 'owned must be true or false' })
  @ApiPropertyOptional({ type: Boolean, default: false, description: 'only films that my library has' })
  owned?: boolean;

  @IsOptional()
  @IsIn(LIST_SORTS)
  @ApiPropertyOptional({
    enum: LIST_SORTS,
    default: 'match',
    description: 'by how well films fit, or the same films by the stars I would give them',
  })
  sort?: ListSort;
}

@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('read')
@Controller('me/recommendations')
export class RecommendationsController {
  constructor(
    private readonly recommendations: Recommendations,
    private readonly stream: ListStream,
  ) {}

  /** Returns JSON text, so that a page from Redis is passed on as it was stored. */
  @Get()
  @KeptWithList('limit')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'My list, with the reason for every film',
    description:
      `Pages go on in the list that the first was of, also when a newer one replaces it meanwhile (for ten minutes), ` +
      `and end after ${LIST_LENGTH} films. \`nextCursor\` belongs to the parameters it was given for, but for \`limit\`.`,
  })
  @ApiOkResponse({ type: RecommendationPage })
  @ApiProblems(400, 401, 503)
  list(
    @CurrentUser() userId: string,
    @CurrentViewing() viewing: Viewing,
    @Query() query: RecommendationsQuery,
    @ReadBy() reader: Reader,
  ): Promise<string> {
    const { limit, cursor, diversity, known, includeWatchlist, owned, sort } = query;
    return this.recommendations.page(userId, {
      limit,
      cursor,
      diversity,
      known,
      includeWatchlist,
      owned,
      sort,
      filter: filterOf(query, viewing),
      reader,
    });
  }

  @Get('stream')
  @ApiProduces('text/event-stream')
  @ApiOperation({
    summary: 'Get told when a new list is ready',
    description:
      'Server-sent events: `recommendations` with `{ratingsVersion, generatedAt}`. Ends when the access token expires.',
  })
  @ApiOkResponse({
    content: {
      'text/event-stream': {
        schema: { type: 'string' },
        example:
          'event: recommendations\ndata: {"ratingsVersion":7,"generatedAt":"2026-11-23T15:04:05.000Z"}\n\n',
      },
    },
  })
  @ApiProblems(401)
  listen(
    @Session() { userId, expiresAt }: CurrentSession,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    writeEvents(this.stream.of(userId, expiresAt, lastEventId), reply);
  }
}
