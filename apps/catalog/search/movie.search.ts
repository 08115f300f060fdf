import { AppError } from '#contracts/protocol/app.error.js';
import type { SearchMovies } from '#contracts/catalog/catalog.rpc.js';
import type { FoundMovie } from '#contracts/catalog/movie.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Injectable, Logger } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { titleConditions } from '../movies/browse.filter.js';
import { MovieDocument } from '../movies/movie.schema.js';
import { CARD_FIELDS, type CardSource, MovieViews } from '../movies/movie.views.js';
import { plotScore } from './plot.score.js';
import { QueryEmbedder } from './query.embedder.js';
import { titleScore } from './title.score.js';

/** Of more movies with matching titles only the most popular are scored. */
const MAX_TITLES = 200;

/** The movie that a description means is often not the nearest one. */
const MAX_NEIGHBOURS = 200;
/** With a query's embedding before, an index that hangs is given up within a second. */
const INDEX_MS = 600;

const FOUND_FIELDS = { ...CARD_FIELDS, titleKeys: 1, popularity: 1, voteCount: 1 } as const;
type FoundSource = CardSource & Pick<MovieDocument, 'titleKeys' | 'popularity' | 'voteCount'>;

/** Finds movies by words of their titles and by the meaning of their plots. */
@Injectable()
export class MovieSearch {
  private readonly log = new Logger(MovieSearch.name);

  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly views: MovieViews,
    private readonly index: PlotIndex,
    private readonly embedder: QueryEmbedder,
  ) {}

  /** Best first. @throws AppError `plot_search_unavailable` when the index does not answer */
  async search({ q, limit = 20 }: SearchMovies): Promise<FoundMovie[]> {
    if (q.trim() === '') {
      const message = 'q must say what to search for';
      throw new AppError('validation_failed', message, [{ path: 'q', message }]);
    }
    const [titles, similarities] = await Promise.all([this.withTitle(q), this.nearPlots(q)]);
    const near = await this.movies
      .find({ _id: { $in: [...similarities.keys()] } }, FOUND_FIELDS)
      .lean<FoundSource[]>();
    const scored = new Map(
      near.map((movie) => [movie._id, { movie, score: scoreByPlot(movie, similarities), match: 'plot' }]),
    );
    for (const movie of titles) {
      const score = titleScore(q, movie.titleKeys);
      // A movie found both ways keeps its better score.
      if (score >= (scored.get(movie._id)?.score ?? 0))
        scored.set(movie._id, { movie, score, match: 'title' });
    }
    return [...scored.values()]
      .sort(
        (a, b) =>
          b.score - a.score ||
          b.movie.popularity - a.movie.popularity ||
          (a.movie._id < b.movie._id ? -1 : 1),
      )
      .slice(0, limit)
      .map(({ movie, score, match }) => ({
        ...this.views.card(movie),
        score: Math.round(score * 10_000) / 10_000,
        match: match as FoundMovie['match'],
      }));
  }

  private withTitle(q: string): Promise<FoundSource[]> {
    return this.movies
      .find({ $and: titleConditions(q) }, FOUND_FIELDS)
      .sort({ popularity: -1, ratingCount: -1, _id: 1 })
      .limit(MAX_TITLES)
      .lean<FoundSource[]>();
  }

  /** Movie id → cosine. */
  private async nearPlots(q: string): Promise<Map<string, number>> {
    const vector = await this.embedder.embed(q);
    try {
      const near = await this.index.nearest(vector, MAX_NEIGHBOURS, INDEX_MS);
      return new Map(near.map(({ movieId, similarity }) => [movieId, similarity]));
    } catch (error) {
      this.log.warn(`the plot index does not answer: ${(error as Error).message}`);
      throw new AppError('plot_search_unavailable', undefined, undefined, { cause: error });
    }
  }
}

function scoreByPlot(movie: FoundSource, similarities: ReadonlyMap<string, number>): number {
  const votes = Math.max(movie.voteCount ?? 0, movie.ratingCount);
  return plotScore(similarities.get(movie._id) ?? 0, votes);
}
