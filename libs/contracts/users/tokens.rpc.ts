import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import { IsUserId } from '../protocol/fields.js';
import type { Viewing } from './access.token.js';
import { rpc } from '../protocol/rpc.js';
import { UserRef } from './users.rpc.js';
import { SECRET_ID } from './owned.secret.js';

/** What a personal token may do: read what is mine; rate, save and dismiss; import a history; see to connections. */
export const SCOPES = ['read', 'rate', 'import', 'connect'] as const;
export type Scope = (typeof SCOPES)[number];

export const MAX_TOKENS = 20;
const DAYS = { fallback: 365, most: 3650 } as const;
export const TOKEN_DAYS = DAYS.fallback;

export class NewToken {
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  @Transform(({ value }) => (typeof value === 'string' ? value.trim() : (value as unknown)))
  @ApiProperty({ minLength: 1, maxLength: 60, example: 'Backup script' })
  name!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  @ApiProperty({ enum: SCOPES, isArray: true, minItems: 1, example: ['read', 'rate'] })
  scopes!: Scope[];
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(DAYS.most)
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: DAYS.most, default: DAYS.fallback })
  expiresInDays?: number;
}

export class MakeToken extends NewToken {
  @IsUserId() userId!: string;
}

/** What its owner sees of a token. */
export class PersonalToken {
  @ApiProperty({ example: '5f0c1a2b3d4e5f60' }) id!: string;
  @ApiProperty({ example: 'Backup script' }) name!: string;
  @ApiProperty({ enum: SCOPES, isArray: true }) scopes!: Scope[];
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'to the minute; missing when it never was used' })
  lastUsedAt?: string;
}

export class MadeToken extends PersonalToken {
  @ApiProperty({ example: 'mr_66f2c3a1…', description: 'shown this once: only its hash is stored' })
  token!: string;
}

const IsSecretId = () => applyDecorators(Matches(SECRET_ID));

/** A secret by what is known of it: see `ownedSecret`. */
export class SecretCheck {
  @IsUserId() userId!: string;
  @IsSecretId() id!: string;
  @Matches(/^[0-9a-f]{64}$/) digest!: string;
}

export class SecretOfUser {
  @IsUserId() userId!: string;
  @IsSecretId() id!: string;
}

/** What a token that is accepted may do, and until when. */
export interface CheckedToken {
  scopes: Scope[];
  expiresAt: string;
  /** Missing in the reply of an earlier version. */
  viewing?: Viewing;
}

/** Throws `limit_reached` beyond `MAX_TOKENS`. */
export const makeToken = rpc('users.make-token', MakeToken).replies<MadeToken>();
export const listTokens = rpc('users.list-tokens', UserRef).replies<PersonalToken[]>();
/** Throws `entry_not_found`. */
export const endToken = rpc('users.end-token', SecretOfUser).replies<null>();
/** Throws `unauthorized`. */
export const checkToken = rpc('users.check-token', SecretCheck).replies<CheckedToken>();
