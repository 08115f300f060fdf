import { getPerson, PersonRef, searchNames, SearchNames } from '#contracts/catalog/catalog.rpc.js';
import { MAX_PAGE } from '#contracts/protocol/limits.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { NameSearch } from './name.search.js';
import { PeopleReader } from './people.reader.js';

@Controller()
export class NamesController {
  constructor(
    private readonly names: NameSearch,
    private readonly people: PeopleReader,
  ) {}

  @OnRpc(searchNames)
  search(request: SearchNames) {
    return this.names.search(request);
  }

  @OnRpc(getPerson)
  person({ personId, limit = MAX_PAGE, certificationMax }: PersonRef) {
    return this.people.details(personId, limit, certificationMax);
  }
}
