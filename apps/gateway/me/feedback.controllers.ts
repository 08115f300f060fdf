import { Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { SavedMovies } from '../http/responses.js';
import { ReadBy, type Reader } from '../language/language.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { Feedback } from './feedback.js';

@ApiTags('me')
@ApiBearerAuth()
@Controller('me/watchlist')
export class WatchlistController {
  constructor(private readonly feedback: Feedback) {}

  @Get()
  @NeedsScope('read')
  @ApiOperation({ summary: 'Films I want to watch later, newest first' })
  @ApiOkResponse({ type: SavedMovies })
  @ApiProblems(401, 503)
  list(@CurrentUser() userId: string, @ReadBy() { films }: Reader): Promise<SavedMovies> {
    return this.feedback.list(userId, 'watchlist', films);
  }

  @Put(':movieId')
  @NeedsScope('rate')
  @HttpCode(204)
  @ApiOperation({ summary: 'Watch it later' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  add(@CurrentUser() userId: string, @Param('movieId') movieId: string): Promise<void> {
    return this.feedback.set(userId, movieId, 'watchlist', true);
  }

  @Delete(':movieId')
  @NeedsScope('rate')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove it from the watchlist' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  remove(@CurrentUser() userId: string, @Param('movieId') movieId: string): Promise<void> {
    return this.feedback.set(userId, movieId, 'watchlist', false);
  }
}

@ApiTags('me')
@ApiBearerAuth()
@Controller('me/not-interested')
export class NotInterestedController {
  constructor(private readonly feedback: Feedback) {}

  @Get()
  @NeedsScope('read')
  @ApiOperation({ summary: 'Films never to suggest again, newest first' })
  @ApiOkResponse({ type: SavedMovies })
  @ApiProblems(401, 503)
  list(@CurrentUser() userId: string, @ReadBy() { films }: Reader): Promise<SavedMovies> {
    return this.feedback.list(userId, 'not-interested', films);
  }

  @Put(':movieId')
  @NeedsScope('rate')
  @HttpCode(204)
  @ApiOperation({ summary: 'Never suggest it again' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  add(@CurrentUser() userId: string, @Param('movieId') movieId: string): Promise<void> {
    return this.feedback.set(userId, movieId, 'not-interested', true);
  }

  @Delete(':movieId')
  @NeedsScope('rate')
  @HttpCode(204)
  @ApiOperation({ summary: 'Undo “not interested”' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  remove(@CurrentUser() userId: string, @Param('movieId') movieId: string): Promise<void> {
    return this.feedback.set(userId, movieId, 'not-interested', false);
  }
}
