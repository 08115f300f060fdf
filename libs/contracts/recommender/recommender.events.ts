import { IsInt, IsString, MaxLength, Min } from 'class-validator';
import { EventName } from '../protocol/event.js';
import { IsTime, IsUserId, IsVersion } from '../protocol/fields.js';

/** A newly trained model serves from now on. */
@EventName('recommender.model-published.v1')
export class ModelPublished {
  @IsString() @MaxLength(64) modelId!: string;
  @IsTime() trainedAt!: string;
  @IsInt() @Min(0) users!: number;
  @IsInt() @Min(0) movies!: number;
  @IsInt() @Min(0) ratings!: number;
}

/** A user's list in Redis was replaced by a newer one. */
@EventName('recommender.list-refreshed.v1')
export class ListRefreshed {
  @IsUserId() userId!: string;
  @IsVersion() ratingsVersion!: number;
  @IsTime() generatedAt!: string;
  @IsString() @MaxLength(64) modelId!: string;
}
