import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { mongoModule } from '#platform/stores/mongo.module.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { BackfillDocument, BackfillSchema } from './backfill.schema.js';
import { DataChanges } from './data.changes.js';
import { MovieCatalogue } from './movie.catalogue.js';
import { MovieDocument, MovieSchema } from './movie.schema.js';
import { MovieStore } from './movie.store.js';
import { ProfileUpdates } from './profile.updates.js';
import { ReadModelBackfill } from './read-model.backfill.js';
import { UserProfileDocument, UserProfileSchema } from './user-profile.schema.js';
import { UserProfileStore } from './user-profile.store.js';

/** What the recommender knows of others' data, and how it is filled. */
@Module({
  imports: [
    EnvironmentModule,
    MessagingModule,
    mongoModule('recommender'),
    MongooseModule.forFeature([
      { name: UserProfileDocument.name, schema: UserProfileSchema },
      { name: MovieDocument.name, schema: MovieSchema },
      { name: BackfillDocument.name, schema: BackfillSchema },
    ]),
  ],
  providers: [UserProfileStore, MovieStore, MovieCatalogue, DataChanges, ProfileUpdates, ReadModelBackfill],
  exports: [UserProfileStore, MovieStore, MovieCatalogue, DataChanges, ProfileUpdates, ReadModelBackfill],
})
export class ProfilesModule {}
