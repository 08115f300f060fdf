import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** A user's rating of a movie, as of the latest event about it. Without `rating` when the user removed it. */
@Schema({ collection: 'ratings', writeConcern: DURABLE, versionKey: false })
export class RatingDocument {
  /** `<user>:<movie>` */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ required: true }) userId!: string;
  @Prop({ required: true }) movieId!: string;
  /** 1–5 */
  @Prop() rating?: number;
  /** Version of that event; events with the same or a lower version change nothing. */
  @Prop({ required: true }) version!: number;
}

export const ratingSchema = SchemaFactory.createForClass(RatingDocument);
ratingSchema.index({ movieId: 1, rating: 1 });
ratingSchema.index({ userId: 1 });
