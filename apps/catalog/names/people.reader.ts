import { areWithin } from '#contracts/protocol/certification.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { type FoundPerson, type PersonDetails, type PersonRole } from '#contracts/catalog/person.js';
import { personId } from '#datasets/records/person-id.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { CARD_FIELDS, type CardSource, MovieViews } from '../movies/movie.views.js';
import { CatalogueNames } from './catalogue.names.js';

/** Nobody has made more films; what is no person (a voice, a company) may have. */
const MAX_MOVIES = 1000;

type Credited = Pick<MovieDocument, '_id' | 'directors' | 'cast'>;

/** Reads who has made which movies. */
@Injectable()
export class PeopleReader {
  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly names: CatalogueNames,
    private readonly views: MovieViews,
  ) {}

  /** In the order of the ids, without people that have no movie. */
  async found(ids: string[]): Promise<FoundPerson[]> {
    const people = await Promise.all(
      ids.map(async (id) => {
        const person = personOf(id, await this.credits<Credited>(id, { directors: 1, cast: 1 }));
        if (!person) this.names.forget(id);
        return person ?? [];
      }),
    );
    return people.flat();
  }

  /**
   * A person with the movies they are best known for.
   *
   * @param limit   how many movies at most
   * @param within  certifications that the movies shown must not be beyond
   * @throws AppError `person_not_found`
   */
  async details(id: string, limit: number, within: readonly string[] = []): Promise<PersonDetails> {
    const fields = { ...CARD_FIELDS, directors: 1, cast: 1, certifications: 1 } as const;
    const credits = await this.credits<Credited & CardSource & Pick<MovieDocument, 'certifications'>>(
      id,
      fields,
    );
    const person = personOf(id, credits);
    if (!person) throw new AppError('person_not_found', `There is nobody called "${id}".`);
    return {
      ...person,
      movies: credits
        .filter(({ certifications }) => areWithin(certifications, within))
        .slice(0, limit)
        .map((movie) => ({ ...this.views.card(movie), roles: rolesIn(movie, id) })),
    };
  }

  private credits<Source>(id: string, fields: Record<string, 1>): Promise<Source[]> {
    return this.movies
      .find({ people: id }, fields)
      .sort({ popularity: -1, ratingCount: -1, _id: 1 })
      .limit(MAX_MOVIES)
      .lean<Source[]>()
      .exec();
  }
}

/** What a person mostly does, under the name in their best-known movie. */
function personOf(id: string, credits: Credited[]): FoundPerson | undefined {
  const name = credits.flatMap((movie) => named(movie.directors, id) ?? named(movie.cast, id) ?? [])[0];
  if (name === undefined) return undefined;
  const directed = credits.filter((movie) => named(movie.directors, id) !== undefined).length;
  const acted = credits.filter((movie) => named(movie.cast, id) !== undefined).length;
  return { id, name, role: directed > acted ? 'director' : 'actor', count: credits.length };
}

function rolesIn({ directors, cast }: Credited, id: string): PersonRole[] {
  return [
    ...(named(directors, id) === undefined ? [] : ['director' as const]),
    ...(named(cast, id) === undefined ? [] : ['actor' as const]),
  ];
}

const named = (names: string[], id: string) => names.find((name) => personId(name) === id);
