import { ApiProperty } from '../protocol/documented.js';

/** How somebody rates what one person took part in. */
export class PersonTaste {
  @ApiProperty({ example: 'Agnès Varda' }) name!: string;
  @ApiProperty({ type: 'integer', description: 'how many of their films were rated', example: 4 })
  films!: number;
  @ApiProperty({ minimum: 1, maximum: 5, description: 'mean of the stars given to them', example: 4.6 })
  meanStars!: number;
}

/** How much of what somebody likes, and of what everyone rates, is of one kind; shares of 1. */
export class TasteShare {
  @ApiProperty({ description: 'ISO 3166-1', example: 'FR' }) code!: string;
  @ApiProperty({ minimum: 0, maximum: 1, example: 0.21 }) mine!: number;
  @ApiProperty({ minimum: 0, maximum: 1, example: 0.06 }) everyone!: number;
}

/** What somebody's ratings say of them. */
export interface TasteFacts {
  /** How many ratings it is made of. */
  ratings: number;
  /** Those whose films were rated highest, against the user's own mean; the best first. */
  directors: PersonTaste[];
  actors: PersonTaste[];
  /** The largest share of mine first. */
  countries: TasteShare[];
}
