import { AppError } from '#contracts/protocol/app.error.js';
import type { SearchMovies } from '#contracts/catalog/catalog.rpc.js';
import type { FoundMovie } from '#contracts/catalog/movie.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Injectable, Logger } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { votesOf } from '../names/popularity.js';
import { within } from '../browse/browse.filter.js';
import { MovieDocument } from '../movies/movie.schema.js';
import { CARD_FIELDS, type CardSource, MovieViews } from '../movies/movie.views.js';
import { NameSearch } from '../names/name.search.js';
import { requireWords } from '../names/name.words.js';
import { score4 } from '../names/score.rounding.js';
import { plotScore } from './plot.score.js';
import { QueryEmbedder } from './query.embedder.js';

/** The movie that a description means is often not the nearest one. */
const MAX_NEIGHBOURS = 200;
/**
 * When not even the nearest plot is this near, the query describes none. In the sample the nearest to each of thirty English
 * words and descriptions has 0.42 to 0.70, the nearest to nineteen of twenty runs of random letters less than this.
 */
const MIN_SIMILARITY = 0.38;
/** With a query's embedding before, an index that hangs is given up within a second. */
const INDEX_MS = 600;

const FOUND_FIELDS = { ...CARD_FIELDS, popularity: 1, voteCount: 1 } as const;
type FoundSource = CardSource & Pick<MovieDocument, 'popularity' | 'voteCount'>;

/** Finds movies by words of their titles and by the meaning of their plots. */
@Injectable()
export class MovieSearch {
  private readonly log = new Logger(MovieSearch.name);

  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly views: MovieViews,
    private readonly names: NameSearch,
    private readonly index: PlotIndex,
    private readonly embedder: QueryEmbedder,
  ) {}

  /** Best first. @throws AppError `plot_search_unavailable` when the index does not answer */
  async search({ q, limit = 20, certificationMax }: SearchMovies): Promise<FoundMovie[]> {
    requireWords(q);
    const [titles, similarities] = await Promise.all([this.names.titles(q), this.nearPlots(q)]);
    const byTitle = new Map(titles.map(({ id, score }) => [id, score]));
    const ids = [...new Set([...byTitle.keys(), ...similarities.keys()])];
    const movies = await this.movies
      .find(within({ _id: { $in: ids } }, certificationMax), FOUND_FIELDS)
      .lean<FoundSource[]>();
    return movies
      .map((movie) => {
        const plot = scoreByPlot(movie, similarities);
        const title = byTitle.get(movie._id) ?? -1;
        // A movie found both ways keeps its better score.
        const match: FoundMovie['match'] = title >= plot ? 'title' : 'plot';
        return { movie, score: Math.max(title, plot), match };
      })
      .sort(
        (a, b) =>
          b.score - a.score ||
          b.movie.popularity - a.movie.popularity ||
          (a.movie._id < b.movie._id ? -1 : 1),
      )
      .slice(0, limit)
      .map(({ movie, score, match }) => ({ ...this.views.card(movie), score: score4(score), match }));
  }

  /** Movie id → cosine; none when the words describe no plot. */
  private async nearPlots(q: string): Promise<Map<string, number>> {
    const vector = await this.embedder.embed(q);
    try {
      const near = await this.index.nearest(vector, MAX_NEIGHBOURS, INDEX_MS);
      const isMeant = near.some(({ similarity }) => similarity >= MIN_SIMILARITY);
      return new Map(isMeant ? near.map(({ movieId, similarity }) => [movieId, similarity]) : []);
    } catch (error) {
      this.log.warn(`the plot index does not answer: ${(error as Error).message}`);
      throw new AppError('plot_search_unavailable', undefined, undefined, { cause: error });
    }
  }
}

/** Only movies near the query have one. */
function scoreByPlot(movie: FoundSource, similarities: ReadonlyMap<string, number>): number {
  const similarity = similarities.get(movie._id);
  return similarity === undefined ? -1 : plotScore(similarity, votesOf(movie));
}
