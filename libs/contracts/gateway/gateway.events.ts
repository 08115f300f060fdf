import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, Matches } from 'class-validator';
import { EventName } from '../protocol/event.js';
import { IsTime, IsUserId, MOVIE_ID } from '../protocol/fields.js';

/** A movie that was shown to somebody counts as shown again after so long: what is shown meanwhile belongs to one visit. */
export const VISIT_MS = 6 * 3600 * 1000;

/** How many movies one event names. */
export const MAX_SHOWN = 200;

/** Movies stood on a list that somebody asked for, for the first time in a visit. Lost with the gateway that has not told it yet. */
@EventName('gateway.movies-shown.v1')
export class MoviesShown {
  @IsUserId() userId!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SHOWN)
  @ArrayUnique()
  @Matches(MOVIE_ID, { each: true })
  movieIds!: string[];
  @IsTime() shownAt!: string;
}
