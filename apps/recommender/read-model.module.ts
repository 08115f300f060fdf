import { EnvironmentModule } from '#platform/environment.module.js';
import { loggerModule } from '#platform/logging.js';
import { mongoModule } from '#platform/mongo.module.js';
import { RpcClient } from '#platform/rpc.client.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { FillDocument, FillSchema } from './fill.schema.js';
import { FilmDocument, FilmSchema } from './film.schema.js';
import { FilmStore } from './film.store.js';
import { ReadModelFiller } from './read-model.filler.js';
import { TasteDocument, TasteSchema } from './taste.schema.js';
import { TasteStore } from './taste.store.js';

/** What the recommender knows of the others' data, and how it is filled; without what serves from it. */
@Module({
  imports: [
    EnvironmentModule,
    loggerModule('recommender'),
    mongoModule('recommender'),
    MongooseModule.forFeature([
      { name: TasteDocument.name, schema: TasteSchema },
      { name: FilmDocument.name, schema: FilmSchema },
      { name: FillDocument.name, schema: FillSchema },
    ]),
  ],
  providers: [TasteStore, FilmStore, ReadModelFiller, RpcClient],
  exports: [TasteStore, FilmStore, ReadModelFiller],
})
export class ReadModelModule {}
