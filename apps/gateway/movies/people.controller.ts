import { getPerson, MAX_PERSON_ID_LENGTH } from '#contracts/catalog/catalog.rpc.js';
import { PersonDetails } from '#contracts/catalog/person.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { MAX_PAGE } from '#contracts/protocol/limits.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { Public } from '#platform/http/public.decorator.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentViewing, ForViewer } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { limitedTo } from '../http/query.fields.js';
import { titledFor } from '../language/film.titles.js';
import { ReadBy, type Reader } from '../language/language.js';
import { KeptWithCatalogue } from '../kept/kept.decorators.js';

@ApiTags('movies')
@Public()
@ForViewer()
@Controller('people')
export class PeopleController {
  constructor(private readonly rpc: RpcClient) {}

  @Get(':id')
  @KeptWithCatalogue()
  @ApiOperation({
    summary: 'An actor or a director, and their films',
    description: `The ${MAX_PAGE} best-known ones; \`GET /movies?person=\` pages through all of them.`,
  })
  @ApiOkResponse({ type: PersonDetails })
  @ApiProblems(404, 503)
  async one(
    @Param('id') personId: string,
    @CurrentViewing() viewing: Viewing,
    @ReadBy() { films }: Reader,
  ): Promise<PersonDetails> {
    if (personId.length > MAX_PERSON_ID_LENGTH) throw new AppError('person_not_found');
    const person = await this.rpc.call(getPerson, { personId, limit: MAX_PAGE, ...limitedTo(viewing) });
    return { ...person, movies: person.movies.map((movie) => titledFor(movie, films)) };
  }
}
