import { ApiProperty } from '#contracts/protocol/documented.js';
import { MAX_PAGE, MOVIE_ID } from '#contracts/protocol/fields.js';
import { matchMovies } from '#contracts/recommender/recommender.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, Matches } from 'class-validator';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { OneOrMore } from '../http/query.fields.js';
import { MovieMatches } from '../http/responses.js';
import { NeedsScope } from '../tokens/scope.decorator.js';

class MatchesQuery {
  @OneOrMore()
  @IsArray({ message: 'movieId must be a film id, and may repeat' })
  @ArrayMaxSize(MAX_PAGE)
  @Matches(MOVIE_ID, { each: true, message: 'movieId must be a film id such as "603"' })
  @ApiProperty({ type: [String], example: ['603'], maxItems: MAX_PAGE, description: 'may repeat' })
  movieId!: string[];
}

@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('read')
@Controller('me/matches')
export class MatchesController {
  constructor(private readonly rpc: RpcClient) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'How well some films fit me',
    description: 'The best first, without those that I have rated or am not interested in.',
  })
  @ApiOkResponse({ type: MovieMatches })
  @ApiProblems(400, 401, 503)
  async of(@CurrentUser() userId: string, @Query() { movieId }: MatchesQuery): Promise<MovieMatches> {
    return { items: await this.rpc.call(matchMovies, { userId, movieIds: movieId }) };
  }
}
