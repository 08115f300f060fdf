import { Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { EventName } from '../protocol/event.js';
import { MOVIE_ID } from '../protocol/fields.js';
import { MovieSnapshot } from './movie.js';

/** Movies that are new or changed, as they are now. */
@EventName('catalog.movies-changed.v1')
export class MoviesChanged {
  @IsArray() @ValidateNested({ each: true }) @Type(() => MovieSnapshot) movies!: MovieSnapshot[];
  /** Movies that are no longer in the catalogue. */
  @IsOptional() @IsArray() @Matches(MOVIE_ID, { each: true }) removed?: string[];
}

/** Plot vectors were added to or changed in the Chroma collection, which now holds `count`. */
@EventName('catalog.plots-indexed.v1')
export class PlotsIndexed {
  @IsString() @MaxLength(200) collection!: string;
  @IsInt() @Min(0) count!: number;
  @IsInt() @Min(0) changed!: number;
}
