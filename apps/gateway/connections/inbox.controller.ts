import { MovieCard } from '#contracts/catalog/movie.js';
import { ApiProperty, ApiPropertyOptional } from '#contracts/protocol/documented.js';
import {
  dropNotice,
  listNotices,
  MEDIA_SERVERS,
  type MediaServer,
  NOTICE_DAYS,
} from '#contracts/users/connections.rpc.js';
import { listWebhooks } from '#contracts/users/webhooks.rpc.js';
import { SECRET_ID } from '#contracts/users/owned.secret.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Controller, Delete, Get, Header, HttpCode, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { ReadBy, type Reader } from '../language/language.js';
import { KnownMovies } from '../movies/known-movies.js';
import { NeedsScope } from '../tokens/scope.decorator.js';

class InboxItem {
  @ApiProperty({ example: '5f0c1a2b3d4e5f60' }) id!: string;
  @ApiProperty({ enum: ['how-was-it'], description: 'I watched it: how was it?' }) kind!: 'how-was-it';
  @ApiProperty({ type: MovieCard }) movie!: MovieCard;
  @ApiProperty({ format: 'date-time' }) playedAt!: string;
  @ApiProperty({ enum: MEDIA_SERVERS, description: 'who told of it' }) source!: MediaServer;
}

class InboxNotice {
  @ApiProperty({ example: '5f0c1a2b3d4e5f60', description: 'of the webhook' }) id!: string;
  @ApiProperty({ enum: ['webhook-off'] }) kind!: 'webhook-off';
  @ApiProperty({ example: 'home.example', description: 'where it led' }) host!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

class Inbox {
  @ApiProperty({ type: [InboxItem] }) items!: InboxItem[];
  @ApiPropertyOptional({
    type: [InboxNotice],
    description: 'webhooks that were switched off after many failures, until they are removed or work again',
  })
  notices?: InboxNotice[];
}

/** What waits for me. */
@ApiTags('me')
@ApiBearerAuth()
@Controller('me/inbox')
export class InboxController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly movies: KnownMovies,
  ) {}

  @Get()
  @NeedsScope('read')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Films I watched and am asked about, the last one first',
    description: `A rating answers the question; after ${NOTICE_DAYS} days it is not asked any more.`,
  })
  @ApiOkResponse({ type: Inbox })
  @ApiProblems(401, 503)
  async list(@CurrentUser() userId: string, @ReadBy() { films }: Reader): Promise<Inbox> {
    const [notices, webhooks] = await Promise.all([
      this.rpc.call(listNotices, { userId }),
      this.rpc.call(listWebhooks, { userId }),
    ]);
    const off = webhooks.flatMap(({ id, url, offSince }) =>
      offSince ? [{ id, kind: 'webhook-off' as const, host: hostOf(url), at: offSince }] : [],
    );
    const ids = notices.map(({ movieId }) => movieId);
    const cards = await this.movies.cards(ids, films);
    return {
      items: notices.flatMap(({ movieId, ...notice }) => {
        const movie = cards.get(movieId);
        return movie ? [{ ...notice, movie }] : [];
      }),
      ...(off.length > 0 && { notices: off }),
    };
  }

  @Delete(':id')
  @NeedsScope('rate')
  @HttpCode(204)
  @ApiOperation({ summary: 'Do not ask me about it' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  async drop(@CurrentUser() userId: string, @Param('id') id: string): Promise<void> {
    if (SECRET_ID.test(id)) await this.rpc.call(dropNotice, { userId, id });
  }
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url);
