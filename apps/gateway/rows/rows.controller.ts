import { IsCursor } from '#contracts/protocol/fields.js';
import { ROW_LENGTH } from '#contracts/recommender/row.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser, CurrentViewing } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { watchableBy, WatchableQuery } from '../http/query.fields.js';
import { RecommendationPage, ToldRowPage } from '../http/responses.js';
import { ReadBy, type Reader } from '../language/language.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { Rows } from './rows.js';

class RowQuery extends WatchableQuery {
  @IsCursor() cursor?: string;
}

@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('read')
@Controller('me/rows')
export class RowsController {
  constructor(private readonly rows: Rows) {}

  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'My page: rows of films, each of a kind',
    description:
      `No film is on it twice. \`limit\` is how many films of each row to show; a row has at most ${ROW_LENGTH}. ` +
      'Rows that my taste does not support are left out. For somebody without ratings they are well-known films, by genre.',
  })
  @ApiOkResponse({ type: ToldRowPage })
  @ApiProblems(400, 401, 503)
  page(
    @CurrentUser() userId: string,
    @CurrentViewing() viewing: Viewing,
    @Query() query: WatchableQuery,
    @ReadBy() reader: Reader,
  ): Promise<string> {
    const { limit } = query;
    return this.rows.page(userId, { viewing, filter: watchableBy(viewing, query), reader, limit });
  }

  @Get(':id')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'One row of my page, and how it goes on',
    description: '`for-you` goes on as `GET /me/recommendations` does.',
  })
  @ApiParam({ name: 'id', example: 'short-evenings' })
  @ApiOkResponse({ type: RecommendationPage })
  @ApiProblems(400, 401, 404, 503)
  row(
    @CurrentUser() userId: string,
    @Param('id') id: string,
    @CurrentViewing() viewing: Viewing,
    @Query() query: RowQuery,
    @ReadBy() reader: Reader,
  ): Promise<string> {
    const { limit, cursor } = query;
    const filter = watchableBy(viewing, query);
    return this.rows.row(userId, id, { viewing, filter, reader, limit, cursor });
  }
}
