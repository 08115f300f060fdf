import { MovieCard } from '#contracts/catalog/movie.js';
import { ApiProperty, ApiPropertyOptional } from '#contracts/protocol/documented.js';
import { IMPORT_UNDO_DAYS } from '#contracts/users/imports.rpc.js';
import { IsMovieId } from '#contracts/protocol/fields.js';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { WINNERS, type Winner } from './import.plan.js';

/** A row of a file that nothing comes of. */
export class LeftOutRow {
  @ApiProperty({
    type: 'integer',
    description: 'as a spreadsheet counts: the header is row 1; in JSON and XML the first entry is row 1',
    example: 17,
  })
  row!: number;
  @ApiPropertyOptional({ description: 'of an archive: the file it stands in', example: 'diary.csv' })
  file?: string;
  @ApiPropertyOptional({ example: 'A Film Nobody Knows' }) title?: string;
  @ApiPropertyOptional({ type: 'integer', example: 1971 }) year?: number;
  @ApiProperty({ example: 'has no rating' }) why!: string;
}

export class UnmatchedRow extends LeftOutRow {
  @ApiProperty({ example: 'the catalogue has no film "A Film Nobody Knows" (1971)' }) declare why: string;
}

export class ImportResult {
  @ApiProperty({
    example: '5f0e7c2e-7d0b-4b1e-9a3c-2f6d1c9b8a70',
    description: `takes it back within ${IMPORT_UNDO_DAYS} days`,
  })
  importId!: string;
  @ApiProperty({ type: 'integer', description: 'ratings that are now as the file has them', example: 212 })
  imported!: number;
  @ApiProperty({ type: 'integer', description: 'films marked as seen', example: 31 }) seen!: number;
  @ApiProperty({ type: 'integer', description: 'films put on the watchlist', example: 8 }) watchlist!: number;
  @ApiPropertyOptional({ type: 'integer', description: 'days on which films were watched again', example: 4 })
  rewatches?: number;
  @ApiProperty({
    type: 'integer',
    description: 'ratings that stayed because those here are newer',
    example: 2,
  })
  kept!: number;
  @ApiProperty({ type: 'integer', description: 'rows that could not be used', example: 3 }) skipped!: number;
  @ApiProperty({ type: [LeftOutRow], description: 'the same as `refused`' }) skippedRows!: LeftOutRow[];
  @ApiProperty({
    type: 'integer',
    description: 'ratings of less than the one star that is the least here',
    example: 2,
  })
  raised!: number;
  @ApiProperty({ type: [UnmatchedRow] }) unmatched!: UnmatchedRow[];
  @ApiProperty({ type: [LeftOutRow], description: 'each of the rows that could not be used' })
  refused!: LeftOutRow[];
}

export class UnmatchedChoice extends UnmatchedRow {
  @ApiProperty({ type: [MovieCard], description: 'films it may mean, of the first hundred rows' })
  candidates!: MovieCard[];
}

class SideOfConflict {
  @ApiProperty({ minimum: 1, maximum: 5, example: 4.5 }) rating!: number;
  @ApiPropertyOptional({ format: 'date-time' }) ratedAt?: string;
}

export class Conflict {
  @ApiProperty({ type: 'integer', example: 17 }) row!: number;
  @ApiPropertyOptional({ example: 'ratings.csv' }) file?: string;
  @ApiProperty({ type: MovieCard }) movie!: MovieCard;
  @ApiProperty({ type: SideOfConflict }) here!: SideOfConflict;
  @ApiProperty({ type: SideOfConflict, description: 'in the file' }) there!: SideOfConflict;
  @ApiProperty({ enum: ['here', 'file'], description: 'the newer by date' }) wins!: 'here' | 'file';
}

class FileInArchive {
  @ApiProperty({ example: 'diary.csv' }) file!: string;
  @ApiPropertyOptional({ example: 'Letterboxd' }) format?: string;
  @ApiPropertyOptional({ example: 'watched films' }) holds?: string;
  @ApiProperty({ type: 'integer', example: 212 }) rows!: number;
}

class ColumnOfFile {
  @ApiProperty({ example: 'Ocena' }) name!: string;
  @ApiProperty({ type: [String], example: ['9', '7'] }) samples!: string[];
}

const Column = (example: string) => (target: object, key: string) => {
  IsOptional()(target, key);
  IsString()(target, key);
  MaxLength(100)(target, key);
  ApiPropertyOptional({ maxLength: 100, example, description: 'a column of the file' })(target, key);
};

/** What the columns of a file are. */
export class Mapping {
  @Column('Tytuł') title?: string;
  @Column('Tytuł oryginalny') originalTitle?: string;
  @Column('Rok') year?: string;
  @Column('imdb') imdbId?: string;
  @Column('tmdb') tmdbId?: string;
  @Column('Ocena') rating?: string;
  @Column('Data') date?: string;
  @IsOptional()
  @IsIn([5, 10, 100])
  @ApiPropertyOptional({ enum: [5, 10, 100], description: 'what the best film gets' })
  scale?: number;
  @IsOptional()
  @IsIn(['ratings', 'watched films', 'watchlist'])
  @ApiPropertyOptional({ enum: ['ratings', 'watched films', 'watchlist'] })
  holds?: 'ratings' | 'watched films' | 'watchlist';
}

export class ImportLook {
  @ApiProperty({ example: '5f0e7c2e-7d0b-4b1e-9a3c-2f6d1c9b8a70', description: 'valid for an hour' })
  importId!: string;
  @ApiPropertyOptional({ description: 'missing when nobody knows', example: 'Letterboxd' }) format?: string;
  @ApiPropertyOptional({ description: 'of the ratings', example: '0.5–5' }) scale?: string;
  @ApiProperty({ type: 'integer', example: 240 }) rows!: number;
  @ApiProperty({ type: 'integer', description: 'rows whose film is known', example: 231 }) matched!: number;
  @ApiProperty({ type: 'integer', example: 212 }) ratings!: number;
  @ApiProperty({ type: 'integer', example: 31 }) seen!: number;
  @ApiProperty({ type: 'integer', example: 8 }) watchlist!: number;
  @ApiPropertyOptional({ type: 'integer', description: 'days on which films were watched again', example: 4 })
  rewatches?: number;
  @ApiProperty({ type: 'integer', description: 'films liked there; they count as seen', example: 12 })
  likes!: number;
  @ApiProperty({ type: 'integer', example: 2 }) raised!: number;
  @ApiProperty({ type: 'integer', description: 'of which the first 500 are given', example: 1 })
  conflictCount!: number;
  @ApiProperty({ type: [Conflict] }) conflicts!: Conflict[];
  @ApiProperty({ type: [UnmatchedChoice] }) unmatched!: UnmatchedChoice[];
  @ApiProperty({ type: [LeftOutRow] }) refused!: LeftOutRow[];
  @ApiPropertyOptional({ type: [FileInArchive], description: 'of an archive' }) files?: FileInArchive[];
  @ApiPropertyOptional({ type: [ColumnOfFile], description: 'of a table of no known kind' })
  columns?: ColumnOfFile[];
  @ApiPropertyOptional({ type: Mapping, description: 'by which its columns were read' }) mapping?: Mapping;
  @ApiPropertyOptional({ type: [String], description: 'of a data set of many people: whose rows it has' })
  users?: string[];
}

class Choice {
  @IsInt() @Min(1) @ApiProperty({ type: 'integer', example: 17 }) row!: number;
  @IsOptional() @IsString() @MaxLength(500) @ApiPropertyOptional({ maxLength: 500 }) file?: string;
  @ValidateIf(({ movieId }: Choice) => movieId !== null)
  @IsMovieId()
  @ApiProperty({ type: String, nullable: true, description: '`null` leaves the row out' })
  movieId!: string | null;
}

export class ImportDecisions {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => Choice)
  @ApiPropertyOptional({ type: [Choice], description: 'the films of rows, as I choose them', maxItems: 1000 })
  choices?: Choice[];
  @IsOptional()
  @ValidateNested()
  @Type(() => Mapping)
  @ApiPropertyOptional({ type: Mapping, description: 'what the columns are, when they were guessed wrong' })
  mapping?: Mapping;
  @IsOptional()
  @IsIn(WINNERS)
  @ApiPropertyOptional({
    enum: WINNERS,
    default: 'newer',
    description: 'which rating stands when both sides have one',
  })
  conflicts?: Winner;
  @IsOptional()
  @IsString()
  @MaxLength(40)
  @ApiPropertyOptional({ maxLength: 40, description: 'of a data set of many people: whose rows' })
  user?: string;
}

export class PastImportView {
  @ApiProperty({ example: '5f0e7c2e-7d0b-4b1e-9a3c-2f6d1c9b8a70' }) importId!: string;
  @ApiProperty({ example: 'Letterboxd' }) name!: string;
  @ApiProperty({ format: 'date-time' }) importedAt!: string;
  @ApiProperty({ format: 'date-time' }) undoUntil!: string;
  @ApiProperty({ type: 'integer', example: 212 }) ratings!: number;
  @ApiProperty({ type: 'integer', example: 31 }) seen!: number;
  @ApiProperty({ type: 'integer', example: 8 }) watchlist!: number;
  @ApiPropertyOptional({ type: 'integer', description: 'days on which films were watched again', example: 4 })
  rewatches?: number;
}

export class PastImports {
  @ApiProperty({ type: [PastImportView] }) items!: PastImportView[];
}
