import { IsCursor } from '#contracts/protocol/fields.js';
import { ROW_LENGTH } from '#contracts/recommender/row.js';
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { LimitQuery } from '../http/query.fields.js';
import { RecommendationPage, ToldRowPage } from '../http/responses.js';
import { type Language, ReaderLanguage } from '../language/language.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { Rows } from './rows.js';

class RowQuery extends LimitQuery {
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
  @Header('vary', 'Accept-Language')
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
    @Query() { limit }: LimitQuery,
    @ReaderLanguage() language: Language,
  ): Promise<string> {
    return this.rows.page(userId, language, limit);
  }

  @Get(':id')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'private, no-store')
  @Header('vary', 'Accept-Language')
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
    @Query() { limit, cursor }: RowQuery,
    @ReaderLanguage() language: Language,
  ): Promise<string | Buffer> {
    return this.rows.row(userId, id, { limit, cursor, language });
  }
}
