import { AppError } from '#contracts/protocol/app.error.js';
import { checkHook } from '#contracts/users/connections.rpc.js';
import { ownedSecret } from '#contracts/users/owned.secret.js';
import { Public } from '#platform/http/public.decorator.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Controller, HttpCode, Ip, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblems } from '../http/openapi.js';
import { NetworkLimits } from '../throttle/network.limits.js';
import { hookBody } from './hook.body.js';
import { type Heard, Watched } from './watched.js';

/** Where media servers send what happens there. Who knows the secret may say what its owner watched, and nothing else. */
@ApiTags('hooks')
@Public()
@Controller('hooks')
export class HooksController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly limits: NetworkLimits,
    private readonly watched: Watched,
  ) {}

  @Post(':secret')
  @HttpCode(202)
  @ApiOperation({
    summary: 'What a media server tells',
    description:
      'JSON of Jellyfin’s webhook plugin or of Emby, or the form of Plex. A film that the connection’s person played to its ' +
      'end is marked as seen and waits in the inbox; everything else is ignored.',
  })
  @ApiBody({ schema: { type: 'object' } })
  @ApiResponse({ status: 202, description: 'Taken, and acted upon where it is news' })
  @ApiProblems(400, 404, 503)
  async receive(
    @Param('secret') secret: string,
    @Req() request: FastifyRequest,
    @Ip() address: string,
  ): Promise<void> {
    try {
      const connection = await this.connectionOf(secret, address);
      await this.watched.hear(connection, await hookBody(request));
    } finally {
      // What of a form was not read would hold up the next request on this connection.
      request.raw.resume();
    }
  }

  private async connectionOf(secret: string, address: string): Promise<Heard> {
    await this.limits.count('hook', address);
    const known = ownedSecret('mrhook_', secret);
    if (!known) throw new AppError('entry_not_found', 'There is no such connection.');
    const { userId, id } = known;
    return { userId, id, ...(await this.rpc.call(checkHook, known)) };
  }
}
