import { ApiPropertyOptional } from '#contracts/protocol/documented.js';
import { getLibrary, Library, NewLibrary, removeLibrary, setLibrary } from '#contracts/users/library.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Delete, Get, Header, HttpCode, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { NeedsScope } from '../tokens/scope.decorator.js';

class MyLibrary {
  @ApiPropertyOptional({ type: Library, description: 'missing when there is none' }) library?: Library;
}

/** The Jellyfin server whose films I have. */
@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('connect')
@Controller('me/library')
export class LibraryController {
  constructor(private readonly rpc: RpcClient) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'The server whose films I have', description: 'Without its token.' })
  @ApiOkResponse({ type: MyLibrary })
  @ApiProblems(401, 503)
  async find(@CurrentUser() userId: string): Promise<MyLibrary> {
    return { library: (await this.rpc.call(getLibrary, { userId })) ?? undefined };
  }

  @Put()
  @ApiOperation({
    summary: 'Say which Jellyfin server has my films',
    description:
      'Its films are read at once and then every hour: `owned=true` and a row show what of them suits me. Nothing but the host in ' +
      '`address` is asked; a private network only where the operator allows it.',
  })
  @ApiOkResponse({ type: Library })
  @ApiProblems(400, 401, 503)
  set(@CurrentUser() userId: string, @Body() body: NewLibrary): Promise<Library> {
    return this.rpc.call(setLibrary, { userId, ...body });
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget the server and its films' })
  @ApiNoContentResponse()
  @ApiProblems(401, 503)
  async remove(@CurrentUser() userId: string): Promise<void> {
    await this.rpc.call(removeLibrary, { userId });
  }
}
