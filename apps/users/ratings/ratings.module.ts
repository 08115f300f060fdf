import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { ExportController } from './export.controller.js';
import { FeedbackController } from './feedback.controller.js';
import { RatingsController } from './ratings.controller.js';
import { SeenController } from './seen.controller.js';
import { SeenMovies } from './seen.movies.js';

/** What users rate and save. */
@Module({
  imports: [DocumentsModule],
  controllers: [RatingsController, FeedbackController, SeenController, ExportController],
  providers: [SeenMovies],
})
export class RatingsModule {}
