import { IsCursor } from '#contracts/protocol/fields.js';
import {
  listRatings,
  RatingsSaved,
  RatingsToSave,
  RatingsVersion,
  RatingToSave,
  removeRating,
  saveRatings,
} from '#contracts/users/users.rpc.js';
import { ownerOf } from '#lists/list.key.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  PickType,
} from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { LimitQuery } from '../http/query.fields.js';
import { RatedMovies } from '../http/responses.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { ReadBy, type Reader } from '../language/language.js';
import { goneMovie, KnownMovies, requireMovieId } from '../movies/known-movies.js';
import { momentTaken } from './moment.taken.js';

class RatingsQuery extends LimitQuery {
  @IsCursor() cursor?: string;
}

class Stars extends PickType(RatingToSave, ['rating', 'seenAt', 'rewatch'] as const) {}

/** A user's own ratings. A save is marked in Redis at once, so that no list shows what was just rated. */
@ApiTags('me')
@ApiBearerAuth()
@Controller('me/ratings')
export class RatingsController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly movies: KnownMovies,
    private readonly pending: PendingChanges,
  ) {}

  @Get()
  @NeedsScope('read')
  @ApiOperation({ summary: 'My ratings, newest first' })
  @ApiOkResponse({ type: RatedMovies })
  @ApiProblems(400, 401, 503)
  async list(
    @CurrentUser() userId: string,
    @Query() query: RatingsQuery,
    @ReadBy() { films }: Reader,
  ): Promise<RatedMovies> {
    const page = await this.rpc.call(listRatings, { userId, ...query });
    const ids = page.items.map((item) => item.movieId);
    const cards = await this.movies.cards(ids, films);
    const items = page.items.flatMap(({ movieId, ...rest }) => {
      const movie = cards.get(movieId) ?? goneMovie(movieId);
      return [{ movie, ...rest }];
    });
    return { ...page, items };
  }

  @Put()
  @NeedsScope('rate')
  @ApiOperation({ summary: 'Save 1–500 ratings at once, all or none' })
  @ApiOkResponse({ type: RatingsSaved })
  @ApiProblems(400, 401, 503)
  async save(@CurrentUser() userId: string, @Body() { ratings }: RatingsToSave): Promise<RatingsSaved> {
    const at = momentTaken();
    await this.movies.requireRows(ratings);
    const saved = await this.rpc.call(saveRatings, { userId, ratings, at });
    await this.pending.noteSaved(
      ownerOf(userId),
      saved.ratingsVersion,
      ratings.map((rating) => rating.movieId),
    );
    return saved;
  }

  @Put(':movieId')
  @NeedsScope('rate')
  @ApiOperation({
    summary: 'Rate one film',
    description:
      'With `seenAt` also says on which day it was watched, with `rewatch` on which it was watched again; what is left out stays. ' +
      '`DELETE /me/seen/{movieId}` takes the day back.',
  })
  @ApiOkResponse({ type: RatingsVersion })
  @ApiProblems(400, 401, 404, 503)
  async rate(
    @CurrentUser() userId: string,
    @Param('movieId') movieId: string,
    @Body() stars: Stars,
  ): Promise<RatingsVersion> {
    const at = momentTaken();
    await this.movies.require(movieId);
    const ratings = [{ movieId, ...stars }];
    const { ratingsVersion } = await this.rpc.call(saveRatings, { userId, ratings, at });
    await this.pending.noteSaved(ownerOf(userId), ratingsVersion, [movieId]);
    return { ratingsVersion };
  }

  @Delete(':movieId')
  @NeedsScope('rate')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a rating' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  async remove(@CurrentUser() userId: string, @Param('movieId') movieId: string): Promise<void> {
    const at = momentTaken();
    requireMovieId(movieId);
    const { ratingsVersion } = await this.rpc.call(removeRating, { userId, movieId, at });
    await this.pending.noteSaved(ownerOf(userId), ratingsVersion, []);
  }
}
