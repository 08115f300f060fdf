import { AppError } from '#contracts/protocol/app.error.js';
import { ApiProperty } from '#contracts/protocol/documented.js';
import {
  Connection,
  endConnection,
  listConnections,
  makeConnection,
  MAX_CONNECTIONS,
  NewConnection,
} from '#contracts/users/connections.rpc.js';
import { SECRET_ID } from '#contracts/users/owned.secret.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { ShownOnce } from '../idempotency/shown.once.js';
import { NeedsScope } from '../tokens/scope.decorator.js';

class ConnectionList {
  @ApiProperty({ type: [Connection] }) items!: Connection[];
}

class MadeConnection extends Connection {
  @ApiProperty({
    example: '/api/v1/hooks/mrhook_66f2c3a1…',
    description:
      'where the server is to send to, at the address that it reaches this one by; shown this once',
  })
  path!: string;
}

/** Media servers that tell what I watched. */
@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('connect')
@Controller('me/connections')
export class ConnectionsController {
  constructor(private readonly rpc: RpcClient) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'My connections, newest first', description: 'Without their secrets.' })
  @ApiOkResponse({ type: ConnectionList })
  @ApiProblems(401, 503)
  async list(@CurrentUser() userId: string): Promise<ConnectionList> {
    return { items: await this.rpc.call(listConnections, { userId }) };
  }

  @Post()
  @ShownOnce()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Connect a media server',
    description: `Makes an address with a secret for its webhook. There may be ${MAX_CONNECTIONS}.`,
  })
  @ApiCreatedResponse({ type: MadeConnection })
  @ApiProblems(400, 401, 409, 503)
  async make(@CurrentUser() userId: string, @Body() body: NewConnection): Promise<MadeConnection> {
    const { secret, ...made } = await this.rpc.call(makeConnection, { userId, ...body });
    return { ...made, path: `/api/v1/hooks/${secret}` };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a connection', description: 'Its address works no more.' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  async end(@CurrentUser() userId: string, @Param('id') id: string): Promise<void> {
    if (!SECRET_ID.test(id)) throw new AppError('entry_not_found', 'There is no such connection.');
    await this.rpc.call(endConnection, { userId, id });
  }
}
