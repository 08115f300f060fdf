import type { GenreCount } from '#contracts/catalog/movie.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieRecord } from './movie.schema.js';

/** How many films each genre has; counted again only when films have changed. */
@Injectable()
export class GenreCounts {
  private counted?: { state: string; genres: GenreCount[] };

  constructor(@InjectModel(MovieRecord.name) private readonly movies: Model<MovieRecord>) {}

  /** The genre with the most films first. */
  async list(): Promise<GenreCount[]> {
    const state = await this.stateOfFilms();
    if (this.counted?.state !== state) this.counted = { state, genres: await this.count() };
    return this.counted.genres;
  }

  /** Two quick look-ups that give something else after any change, whichever process made it. */
  private async stateOfFilms(): Promise<string> {
    const [films, latest] = await Promise.all([
      this.movies.estimatedDocumentCount(),
      this.movies
        .findOne({}, { changedAt: 1 })
        .sort({ changedAt: -1 })
        .lean<Pick<MovieRecord, 'changedAt'>>(),
    ]);
    return `${films} ${latest?.changedAt.toISOString()}`;
  }

  private count(): Promise<GenreCount[]> {
    return this.movies.aggregate<GenreCount>([
      { $unwind: '$genres' },
      { $group: { _id: '$genres', count: { $sum: 1 } } },
      { $sort: { count: -1, _id: 1 } },
      { $project: { _id: 0, name: '$_id', count: 1 } },
    ]);
  }
}
