import { AppError } from '#contracts/protocol/app.error.js';
import { Environment } from '#platform/config/environment.js';
import { Public } from '#platform/http/public.decorator.js';
import { Controller, Get, Headers, Ip, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems } from '../http/openapi.js';
import { NetworkLimits } from '../throttle/network.limits.js';
import { PosterCache } from './poster.cache.js';
import { pictureType, POSTER_SIZES, posterName } from './poster.name.js';

/** A name stands for one picture for ever; the terms want it fetched again within six months. */
const KEPT = 'public, max-age=2592000, immutable';

/** Posters for closed networks, and for who does not want TMDB to see which films people look at. */
@ApiTags('movies')
@Public()
@Controller('posters')
export class PostersController {
  constructor(
    private readonly posters: PosterCache,
    private readonly limits: NetworkLimits,
    private readonly environment: Environment,
  ) {}

  @Get(':size/:file')
  @ApiOperation({
    summary: 'A poster',
    description:
      'With `POSTERS=proxy`: then `posterUrl` leads here, and this server keeps what it fetched from TMDB.',
  })
  @ApiParam({ name: 'size', enum: POSTER_SIZES })
  @ApiParam({ name: 'file', example: 'hEpWvX6Bp79eLxY1kX5ZZJcme5U.jpg' })
  @ApiOkResponse({ content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems(404, 503)
  async poster(
    @Param('size') size: string,
    @Param('file') file: string,
    @Headers('if-none-match') known: string | undefined,
    @Ip() address: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const name = posterName(size, file);
    if (this.environment.POSTERS !== 'proxy' || !name)
      throw new AppError('entry_not_found', 'There is no such poster.');
    const etag = `"${name}"`;
    if (known === etag && this.posters.has(name)) {
      await reply.status(304).headers({ etag, 'cache-control': KEPT }).send();
      return;
    }
    // What is here costs little; what is not costs a request to TMDB, which nobody may cause without end.
    if (!this.posters.has(name)) await this.limits.count('poster', address);
    const bytes = await this.posters.get(name);
    await reply
      .headers({
        etag,
        'cache-control': KEPT,
        'content-type': pictureType(bytes) ?? 'application/octet-stream',
      })
      .send(bytes);
  }
}
