import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** What one user's latest event said about one movie. Without `rating` the rating was taken back. */
@Schema({ collection: 'ratings', writeConcern: DURABLE, versionKey: false })
export class RatingDocument {
  /** `<user>:<movie>` */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ required: true }) userId!: string;
  @Prop({ required: true }) movieId!: string;
  /** 1–5 */
  @Prop() rating?: number;
  /** Of the event; an event with a lower or equal one changes nothing. */
  @Prop({ required: true }) version!: number;
}

export const ratingSchema = SchemaFactory.createForClass(RatingDocument);
ratingSchema.index({ movieId: 1, rating: 1 });
ratingSchema.index({ userId: 1 });
