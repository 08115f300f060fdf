import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { MoviesModule } from '../movies/movies.module.js';
import { BackfillDocument, backfillSchema } from './backfill.schema.js';
import { DeletedUserDocument, deletedUserSchema } from './deleted-user.schema.js';
import { RatingBackfill } from './rating.backfill.js';
import { RatingProjection } from './rating.projection.js';
import { RatingDocument, ratingSchema } from './rating.schema.js';
import { RatingStats } from './rating.stats.js';
import { RatingUpdates } from './rating.updates.js';
import { RatingsConsumer } from './ratings.consumer.js';

/** Our users' ratings of the movies, kept for the averages. */
@Module({
  imports: [
    MessagingModule,
    MoviesModule,
    MongooseModule.forFeature([
      { name: RatingDocument.name, schema: ratingSchema },
      { name: DeletedUserDocument.name, schema: deletedUserSchema },
      { name: BackfillDocument.name, schema: backfillSchema },
    ]),
  ],
  controllers: [RatingsConsumer],
  providers: [RatingProjection, RatingBackfill, RatingStats, RatingUpdates],
})
export class RatingsModule {}
