import { createHash } from 'node:crypto';
import { MAX_PAGE } from '#contracts/protocol/limits.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { ApiProperty, ApiPropertyOptional } from '#contracts/protocol/documented.js';
import {
  type ReadFeed,
  checkFeed,
  endFeed,
  Feed,
  type FeedKind,
  listFeeds,
  makeFeed,
  MAX_FEEDS,
  NewFeed,
} from '#contracts/users/feeds.rpc.js';
import { ownedSecret, SECRET_ID } from '#contracts/users/owned.secret.js';
import { Public } from '#platform/http/public.decorator.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Delete, Get, Header, HttpCode, Ip, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { limitedTo } from '../http/query.fields.js';
import type { RecommendationPage } from '../http/responses.js';
import { ShownOnce } from '../idempotency/shown.once.js';
import { ReadBy, type Reader } from '../language/language.js';
import { Recommendations } from '../recommendations/recommendations.js';
import { NetworkLimits } from '../throttle/network.limits.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { filmsIcs } from './films.ics.js';
import { type FeedHead, filmsRss } from './films.rss.js';

const FILMS = 30;

class FeedList {
  @ApiProperty({ type: [Feed] }) items!: Feed[];
}

class MadeFeed extends Feed {
  @ApiProperty({
    example: '/api/v1/feeds/mrfeed_66f2c3a1…/films.rss',
    description: 'what a feed reader reads, at the address of this server; shown this once',
  })
  path!: string;
  @ApiPropertyOptional({
    example: '/api/v1/feeds/mrfeed_66f2c3a1…/films.ics',
    description: 'of `new-films`: the same as a calendar of releases',
  })
  calendarPath?: string;
}

/** Feeds of mine: whoever has the address of one may read it. */
@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('connect')
@Controller('me/feeds')
export class MyFeedsController {
  constructor(private readonly rpc: RpcClient) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'My feeds, newest first', description: 'Without their secrets.' })
  @ApiOkResponse({ type: FeedList })
  @ApiProblems(401, 503)
  async list(@CurrentUser() userId: string): Promise<FeedList> {
    return { items: await this.rpc.call(listFeeds, { userId }) };
  }

  @Post()
  @ShownOnce()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Make a feed of my list',
    description: `\`new-films\` shows films of this year and the last. There may be ${MAX_FEEDS}.`,
  })
  @ApiCreatedResponse({ type: MadeFeed })
  @ApiProblems(400, 401, 409, 503)
  async make(@CurrentUser() userId: string, @Body() body: NewFeed): Promise<MadeFeed> {
    const { secret, ...made } = await this.rpc.call(makeFeed, { userId, ...body });
    const base = `/api/v1/feeds/${secret}/films`;
    return {
      ...made,
      path: `${base}.rss`,
      ...(made.kind === 'new-films' && { calendarPath: `${base}.ics` }),
    };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a feed', description: 'Its address works no more.' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  async end(@CurrentUser() userId: string, @Param('id') id: string): Promise<void> {
    if (!SECRET_ID.test(id)) throw new AppError('entry_not_found', 'There is no such feed.');
    await this.rpc.call(endFeed, { userId, id });
  }
}

@ApiTags('feeds')
@Public()
@Controller('feeds')
export class FeedsController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly limits: NetworkLimits,
    private readonly recommendations: Recommendations,
  ) {}

  @Get(':secret/films.rss')
  @Header('content-type', 'application/rss+xml; charset=utf-8')
  @Header('cache-control', 'private, max-age=900')
  @Header('referrer-policy', 'no-referrer')
  @Header('x-robots-tag', 'noindex')
  @ApiOperation({
    summary: 'Somebody’s list as RSS',
    description: 'For feed readers, by an address with a secret.',
  })
  @ApiOkResponse({ content: { 'application/rss+xml': { schema: { type: 'string' } } } })
  @ApiProblems(404, 503)
  async films(
    @Param('secret') secret: string,
    @ReadBy() reader: Reader,
    @Ip() address: string,
    @Req() { protocol, host }: FastifyRequest,
  ): Promise<string> {
    const { userId, kind, viewing = {} } = await this.feedOf(secret, address);
    const newest = kind === 'new-films' ? { yearFrom: new Date().getUTCFullYear() - 1 } : {};
    const filter = limitedTo(viewing, newest);
    const page = await this.recommendations.page(userId, { limit: FILMS, filter, reader });
    const head = { ...HEADS[kind], language: reader.language, origin: `${protocol}://${host}` };
    return filmsRss(head, JSON.parse(page) as RecommendationPage);
  }

  @Get(':secret/films.ics')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @Header('cache-control', 'private, max-age=900')
  @Header('referrer-policy', 'no-referrer')
  @Header('x-robots-tag', 'noindex')
  @ApiOperation({
    summary: 'New films of somebody’s list as a calendar',
    description:
      'iCalendar, by the address with a secret of a feed `new-films`: the films of the list that came out in the last 30 days or ' +
      'will in the next 180, as far as their day is known.',
  })
  @ApiOkResponse({ content: { 'text/calendar': { schema: { type: 'string' } } } })
  @ApiResponse({ status: 304, description: 'It is still what If-None-Match names' })
  @ApiProblems(404, 503)
  async calendar(
    @Param('secret') secret: string,
    @ReadBy() reader: Reader,
    @Ip() address: string,
    @Req() { protocol, host, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const { userId, kind, viewing = {} } = await this.feedOf(secret, address);
    if (kind !== 'new-films') throw new AppError('entry_not_found', 'This feed is no calendar.');
    const year = new Date().getUTCFullYear();
    const filter = limitedTo(viewing, { yearFrom: year - 1, yearTo: year + 1 });
    const page = await this.recommendations.page(userId, { limit: MAX_PAGE, filter, reader });
    const head = { ...HEADS[kind], origin: `${protocol}://${host}` };
    const text = filmsIcs(head, JSON.parse(page) as RecommendationPage);
    const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    void reply.header('etag', tag);
    if (!headers['if-none-match']?.includes(tag)) return text;
    void reply.status(304);
    return undefined;
  }

  /** @throws AppError `entry_not_found`, `too_many_requests` */
  private async feedOf(secret: string, address: string): Promise<ReadFeed & { userId: string }> {
    await this.limits.count('feed', address);
    const known = ownedSecret('mrfeed_', secret);
    if (!known) throw new AppError('entry_not_found', 'There is no such feed.');
    return { userId: known.userId, ...(await this.rpc.call(checkFeed, known)) };
  }
}

const HEADS: Record<FeedKind, Pick<FeedHead, 'title' | 'description'>> = {
  list: { title: 'Films for you', description: 'The best of your list, with the reasons.' },
  'new-films': { title: 'New films for you', description: 'Films of this year and the last that fit you.' },
};
