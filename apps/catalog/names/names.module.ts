import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { CatalogueNames } from './catalogue.names.js';
import { NameSearch } from './name.search.js';
import { NamesController } from './names.controller.js';
import { PeopleReader } from './people.reader.js';

/** Reads all names into memory once the service has started. */
@Module({
  imports: [MoviesModule],
  controllers: [NamesController],
  providers: [CatalogueNames, PeopleReader, NameSearch],
  exports: [NameSearch],
})
export class NamesModule {}
