import { Matches, MaxLength } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import { IsUserId } from '../protocol/fields.js';
import { rpc } from '../protocol/rpc.js';
import { UserRef } from './users.rpc.js';

/** Host, port and path: nothing that says who asks, or what for. */
const ADDRESS = /^https?:\/\/[^\s/?#@\\]+(?:\/[^\s?#\\]*)?$/;

/** A Jellyfin server whose films somebody has. */
export class NewLibrary {
  @Matches(ADDRESS, {
    message: 'address must begin with http:// or https://, and hold neither a name nor a question',
  })
  @MaxLength(300)
  @ApiProperty({ maxLength: 300, example: 'https://jellyfin.example.com' })
  address!: string;
  @Matches(/^[\w.-]{8,200}$/, { message: 'token must be an API key of the server' })
  @ApiProperty({
    minLength: 8,
    maxLength: 200,
    description: 'an API key; kept encrypted and never shown again',
  })
  token!: string;
}

export class SetLibrary extends NewLibrary {
  @IsUserId() userId!: string;
}

/** What its owner sees of a library. */
export class Library {
  @ApiProperty({ example: 'https://jellyfin.example.com' }) address!: string;
  @ApiProperty({ format: 'date-time' }) addedAt!: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'when all of it was last read; every hour it is' })
  refreshedAt?: string;
  @ApiProperty({ type: 'integer', description: 'films there that are known here', example: 412 })
  films!: number;
  @ApiProperty({ type: 'integer', description: 'films there that are not', example: 7 }) unknown!: number;
  @ApiPropertyOptional({
    example: 'the server refuses the token',
    description: 'why it could not be read when it was last tried; what was read before counts still',
  })
  problem?: string;
}

/** Throws `validation_failed` for an address that must not be asked. */
export const setLibrary = rpc('users.set-library', SetLibrary).replies<Library>();
export const getLibrary = rpc('users.get-library', UserRef).replies<Library | null>();
/** What is gone already stays gone. */
export const removeLibrary = rpc('users.remove-library', UserRef).replies<null>();
