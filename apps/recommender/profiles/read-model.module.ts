import { EnvironmentModule } from '#platform/config/environment.module.js';
import { loggerModule } from '#platform/observability/logging.js';
import { mongoModule } from '#platform/stores/mongo.module.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { FillDocument, FillSchema } from './backfill.schema.js';
import { FilmDocument, FilmSchema } from './movie.schema.js';
import { FilmStore } from './movie.store.js';
import { ReadModelFiller } from './read-model.backfill.js';
import { TasteDocument, TasteSchema } from './user-profile.schema.js';
import { TasteStore } from './user-profile.store.js';

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
