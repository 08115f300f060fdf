import type { FoundNames, SearchNames } from '#contracts/catalog/catalog.rpc.js';
import { titleKey } from '#datasets/matching/title-key.js';
import { turn } from '#platform/process/turns.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type QueryFilter } from 'mongoose';
import { titleConditions, within } from '../browse/browse.filter.js';
import { MovieDocument } from '../movies/movie.schema.js';
import { CARD_FIELDS, type CardSource, MovieViews } from '../movies/movie.views.js';
import { CatalogueNames } from './catalogue.names.js';
import type { FoundName } from './name.index.js';
import { PeopleReader } from './people.reader.js';
import { popularityOf, votesOf } from './popularity.js';
import { score4 } from './score.rounding.js';
import { queryWords, requireWords } from './name.words.js';
import { titleScore } from './title.score.js';

/** Of more movies with matching titles only the best known are scored. */
const MAX_TITLES = 200;
const MAX_PEOPLE = 6;
/** One letter begins the names of a tenth of all people. */
const MIN_PERSON_LETTERS = 2;

export interface ScoredTitle {
  id: string;
  score: number;
}

/** Finds movies by words of their titles, and people by words of their names. Forgives typing mistakes. */
@Injectable()
export class NameSearch {
  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly names: CatalogueNames,
    private readonly people: PeopleReader,
    private readonly views: MovieViews,
  ) {}

  async search({ q, limit = 20, certificationMax }: SearchNames): Promise<FoundNames> {
    requireWords(q);
    const [titles, people] = await Promise.all([this.titles(q), this.peopleNamed(q)]);
    // Of those that may be shown there have to be enough.
    const best = certificationMax?.length ? titles : titles.slice(0, limit);
    const found = await this.movies
      .find(within({ _id: { $in: best.map(({ id }) => id) } }, certificationMax), CARD_FIELDS)
      .lean<CardSource[]>();
    const byId = new Map(found.map((movie) => [movie._id, movie]));
    return {
      movies: best
        .flatMap(({ id, score }) => {
          const movie = byId.get(id);
          return movie ? [{ ...this.views.card(movie), score: score4(score), match: 'title' as const }] : [];
        })
        .slice(0, limit),
      people,
    };
  }

  /** Best first. */
  async titles(q: string): Promise<ScoredTitle[]> {
    await turn();
    const found = this.names.isFilled && queryWords(q).length > 0 ? this.inMemory(q).movies : undefined;
    const titles = found ?? (await this.inMongo(q));
    return titles
      .map((title) => ({ id: title.id, weight: title.weight, score: titleScore(q, title.keys, title) }))
      .sort((a, b) => b.score - a.score || b.weight - a.weight || (a.id < b.id ? -1 : 1));
  }

  private async peopleNamed(q: string) {
    await turn();
    const { people } = this.inMemory(q);
    return this.people.found(people.map(({ id }) => id));
  }

  /**
   * Whoever spells a title or a person's name right has not mistyped the others: "tom hanks" is not "No Thanks". A title is
   * mistyped still when a person's name merely begins like it.
   */
  private inMemory(q: string): { movies: FoundName[]; people: FoundName[] } {
    const findPeople = (forgiving: boolean) =>
      q.trim().length < MIN_PERSON_LETTERS ? [] : this.names.people.find(q, MAX_PEOPLE, forgiving);
    const movies = this.names.movies.find(q, MAX_TITLES, false);
    const people = findPeople(false);
    const isPerson = people.some(({ quality }) => quality === 1);
    return {
      movies: movies.length > 0 || isPerson ? movies : this.names.movies.find(q, MAX_TITLES, true),
      people: people.length > 0 || movies.length > 0 ? people : findPeople(true),
    };
  }

  /** Until the names are in memory, and for titles without letters and digits: as they are spelt, the whole title first. */
  private async inMongo(q: string): Promise<Pick<FoundName, 'id' | 'keys' | 'weight'>[]> {
    const best = (condition: QueryFilter<MovieDocument>) =>
      this.movies
        .find(condition, { titleKeys: 1, voteCount: 1, ratingCount: 1 })
        .sort({ popularity: -1, ratingCount: -1, _id: 1 })
        .limit(MAX_TITLES)
        .lean<Pick<MovieDocument, '_id' | 'titleKeys' | 'voteCount' | 'ratingCount'>[]>();
    const [whole, others] = await Promise.all([
      best({ titleKeys: titleKey(q) }),
      best({ $and: titleConditions(q) }),
    ]);
    const movies = new Map([...whole, ...others].map((movie) => [movie._id, movie]));
    return [...movies.values()].map(({ _id, titleKeys, ...movie }) => ({
      id: _id,
      keys: titleKeys,
      weight: popularityOf(votesOf(movie)),
    }));
  }
}
