import { Type } from 'class-transformer';
import { IsArray, IsInt, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import { EventName } from '../protocol/event.js';
import { MovieSnapshot } from './movie.js';

/** Movies that are new or changed, as they are now. */
@EventName('catalog.movies-changed.v1')
export class MoviesChanged {
  @IsArray() @ValidateNested({ each: true }) @Type(() => MovieSnapshot) movies!: MovieSnapshot[];
}

/** Plot vectors were added to or changed in the Chroma collection, which now holds `count`. */
@EventName('catalog.plots-indexed.v1')
export class PlotsIndexed {
  @IsString() @MaxLength(200) collection!: string;
  @IsInt() @Min(0) count!: number;
  @IsInt() @Min(0) changed!: number;
}
