import { ApiProperty } from '../protocol/documented.js';
import { MovieCard } from './movie.js';

export const PERSON_ROLES = ['actor', 'director'] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];

/** Somebody found by name. */
export class FoundPerson {
  @ApiProperty({ example: 'keanu-reeves' }) id!: string;
  @ApiProperty({ example: 'Keanu Reeves' }) name!: string;
  @ApiProperty({ enum: PERSON_ROLES, description: 'what they mostly do' }) role!: PersonRole;
  @ApiProperty({ type: 'integer', example: 48, description: 'their films here' }) count!: number;
}

export class PersonMovie extends MovieCard {
  @ApiProperty({ enum: PERSON_ROLES, isArray: true }) roles!: PersonRole[];
}

/** Somebody, and the films they are best known for, those first. */
export class PersonDetails extends FoundPerson {
  @ApiProperty({ type: [PersonMovie] }) movies!: PersonMovie[];
}
