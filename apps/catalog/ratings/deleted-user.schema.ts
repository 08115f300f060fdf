import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** A deleted user, whose ratings a late event must not bring back. */
@Schema({ collection: 'deletedUsers', writeConcern: DURABLE, versionKey: false })
export class DeletedUserDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ required: true }) deletedAt!: Date;
}

export const deletedUserSchema = SchemaFactory.createForClass(DeletedUserDocument);
