import { IsCursor } from '#contracts/protocol/fields.js';
import { listSeen, markSeen, SeenMovie, unmarkSeen } from '#contracts/users/seen.rpc.js';
import { ownerOf } from '#lists/list.key.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  PickType,
} from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { LimitQuery } from '../http/query.fields.js';
import { SeenMovies } from '../http/responses.js';
import { ReadBy, type Reader } from '../language/language.js';
import { goneMovie, KnownMovies, requireMovieId } from '../movies/known-movies.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { momentTaken } from './moment.taken.js';

class SeenQuery extends LimitQuery {
  @IsCursor() cursor?: string;
}

class Seen extends PickType(SeenMovie, ['seenAt'] as const) {}

/** Films that somebody has seen and not rated: the third answer beside stars and "not interested". */
@ApiTags('me')
@ApiBearerAuth()
@Controller('me/seen')
export class SeenController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly movies: KnownMovies,
    private readonly pending: PendingChanges,
  ) {}

  @Get()
  @NeedsScope('read')
  @ApiOperation({ summary: 'Films I have seen and not rated, those marked last first' })
  @ApiOkResponse({ type: SeenMovies })
  @ApiProblems(400, 401, 503)
  async list(
    @CurrentUser() userId: string,
    @Query() query: SeenQuery,
    @ReadBy() { films }: Reader,
  ): Promise<SeenMovies> {
    const page = await this.rpc.call(listSeen, { userId, ...query });
    const ids = page.items.map(({ movieId }) => movieId);
    const cards = await this.movies.cards(ids, films);
    const items = page.items.map(({ movieId, ...rest }) => ({
      movie: cards.get(movieId) ?? goneMovie(movieId),
      ...rest,
    }));
    return { ...page, items };
  }

  @Put(':movieId')
  @NeedsScope('rate')
  @HttpCode(204)
  @ApiBody({ type: Seen, required: false })
  @ApiOperation({
    summary: 'I have seen it',
    description:
      'It is suggested no more, and says a little of my taste: less than three stars do. A rating says the rest.',
  })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 404, 503)
  async add(
    @CurrentUser() userId: string,
    @Param('movieId') movieId: string,
    @Body() body?: Seen,
  ): Promise<void> {
    const at = momentTaken();
    await this.movies.require(movieId);
    const movies = [{ movieId, ...(body?.seenAt && { seenAt: body.seenAt }) }];
    const { ratingsVersion } = await this.rpc.call(markSeen, { userId, movies, at });
    await this.pending.noteSaved(ownerOf(userId), ratingsVersion, [movieId]);
  }

  @Delete(':movieId')
  @NeedsScope('rate')
  @HttpCode(204)
  @ApiOperation({ summary: 'I have not seen it after all' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  async remove(@CurrentUser() userId: string, @Param('movieId') movieId: string): Promise<void> {
    const at = momentTaken();
    requireMovieId(movieId);
    const { ratingsVersion } = await this.rpc.call(unmarkSeen, { userId, movieIds: [movieId], at });
    await this.pending.noteSaved(ownerOf(userId), ratingsVersion, []);
  }
}
