import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, Min, ValidateNested } from 'class-validator';
import { IsImportId, IsMovieId, IsText, IsTime, IsUserId, RATINGS_PER_CHUNK } from '../protocol/fields.js';
import { rpc } from '../protocol/rpc.js';
import { IsDay } from '../protocol/watch.day.js';
import { SeenMovie } from './seen.rpc.js';
import { DatedRating, UserRef } from './users.rpc.js';

/** For how long a whole import can be taken back. */
export const IMPORT_UNDO_DAYS = 30;

export class WatchlistMovie {
  @IsMovieId() movieId!: string;
  @IsTime() addedAt!: string;
}

/** One day on which a movie was watched again. */
export class WatchedAgain {
  @IsMovieId() movieId!: string;
  @IsDay() day!: string;
}

/** A part of a history, each movie once in each list. What was there before is kept, so that the import can be taken back. */
export class ImportFilms {
  @IsUserId() userId!: string;
  @IsImportId() importId!: string;
  /** What was imported, for people. */
  @IsText(200) name!: string;
  @IsArray()
  @ArrayMaxSize(RATINGS_PER_CHUNK)
  @ValidateNested({ each: true })
  @Type(() => DatedRating)
  ratings!: DatedRating[];
  @IsArray()
  @ArrayMaxSize(RATINGS_PER_CHUNK)
  @ValidateNested({ each: true })
  @Type(() => SeenMovie)
  seen!: SeenMovie[];
  @IsArray()
  @ArrayMaxSize(RATINGS_PER_CHUNK)
  @ValidateNested({ each: true })
  @Type(() => WatchlistMovie)
  watchlist!: WatchlistMovie[];
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(RATINGS_PER_CHUNK)
  @ValidateNested({ each: true })
  @Type(() => WatchedAgain)
  rewatches?: WatchedAgain[];
  /** How many entries of the import are saved with this part, and how many there are. */
  @IsInt() @Min(0) done!: number;
  @IsInt() @Min(0) total!: number;
  @IsOptional() @IsTime() at?: string;
}

export interface FilmsImported {
  ratingsVersion: number;
}

export class ImportOfUser {
  @IsUserId() userId!: string;
  @IsImportId() importId!: string;
  @IsOptional() @IsTime() at?: string;
}

export interface ImportUndone {
  ratingsVersion: number;
  /** Entries that are again as they were before. */
  undone: number;
  /** Entries that were changed since, and stay. */
  kept: number;
}

/** An import that can still be taken back. */
export interface PastImport {
  importId: string;
  name: string;
  importedAt: string;
  undoUntil: string;
  ratings: number;
  seen: number;
  watchlist: number;
  /** Days; missing where there are none, and in the reply of an earlier version. */
  rewatches?: number;
}

export const importFilms = rpc('users.import-films', ImportFilms).replies<FilmsImported>();
/** Throws `import_not_found` for one that is not there, is another person's or is too old. */
export const undoImport = rpc('users.undo-import', ImportOfUser).replies<ImportUndone>();
/** The latest first. */
export const listImports = rpc('users.list-imports', UserRef).replies<PastImport[]>();
