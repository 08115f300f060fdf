import type { GenreCount } from '#contracts/catalog/movie.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';

/** How many movies each genre has. Counts again only when movies have changed. */
@Injectable()
export class GenreCounts {
  private counted?: { state: string; genres: GenreCount[] };

  constructor(@InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>) {}

  /** Genres with the most movies first. */
  async list(): Promise<GenreCount[]> {
    const state = await stateOfMovies(this.movies);
    if (this.counted?.state !== state) this.counted = { state, genres: await this.count() };
    return this.counted.genres;
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

/** Two quick look-ups whose result changes whenever movies do, whichever process changes them. */
export async function stateOfMovies(movies: Model<MovieDocument>): Promise<string> {
  const [count, latest] = await Promise.all([
    movies.estimatedDocumentCount(),
    movies.findOne({}, { changedAt: 1 }).sort({ changedAt: -1 }).lean<Pick<MovieDocument, 'changedAt'>>(),
  ]);
  return `${count} ${latest?.changedAt.toISOString()}`;
}
