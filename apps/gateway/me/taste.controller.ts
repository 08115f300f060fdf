import { ApiProperty } from '#contracts/protocol/documented.js';
import { describeTaste } from '#contracts/recommender/recommender.rpc.js';
import { PersonTaste, TasteShare } from '#contracts/recommender/taste.js';
import { personId } from '#datasets/records/person-id.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { NeedsScope } from '../tokens/scope.decorator.js';

class RatedPerson extends PersonTaste {
  @ApiProperty({ description: 'as in /people/{id}', example: 'agnes-varda' }) id!: string;
}

class Taste {
  @ApiProperty({ type: 'integer', description: 'how many ratings it is made of', example: 120 })
  ratings!: number;
  @ApiProperty({
    type: [RatedPerson],
    description: 'liked better than what I rate otherwise, the best first',
  })
  directors!: RatedPerson[];
  @ApiProperty({ type: [RatedPerson] }) actors!: RatedPerson[];
  @ApiProperty({
    type: [TasteShare],
    description:
      'of films that I gave 3.5 stars or more, against all ratings; the largest share of mine first',
  })
  countries!: TasteShare[];
}

@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('read')
@Controller('me/taste')
export class TasteController {
  constructor(private readonly rpc: RpcClient) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'What my ratings say of me: the people and countries I like' })
  @ApiOkResponse({ type: Taste })
  @ApiProblems(401, 503)
  async of(@CurrentUser() userId: string): Promise<Taste> {
    const { directors, actors, ...facts } = await this.rpc.call(describeTaste, { userId });
    return { ...facts, directors: directors.map(withId), actors: actors.map(withId) };
  }
}

const withId = (person: PersonTaste): RatedPerson => ({ id: personId(person.name), ...person });
