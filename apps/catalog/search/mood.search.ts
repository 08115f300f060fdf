import type { FeelMood, MoodFit, MoodFits } from '#contracts/catalog/catalog.rpc.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Injectable, Logger } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { score4 } from '../names/score.rounding.js';
import { isNamed, moodOf, type Mood, shareNamed } from './mood.words.js';
import { QueryEmbedder } from './query.embedder.js';

/** Of the movies whose plots are nearest to what is wanted, so many are looked at. */
const NEAREST = 200;
const INDEX_MS = 1500;
/** What genres and keywords that name all of a mood are worth beside the cosine of plot and words. */
const NAMED_WEIGHT = 0.3;

type Words = Pick<MovieDocument, '_id' | 'genres' | 'keywords'>;

/** How movies suit a mood: by the meaning of their plots, and by what their genres and keywords name. */
@Injectable()
export class MoodSearch {
  private readonly log = new Logger(MoodSearch.name);

  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly index: PlotIndex,
    private readonly embedder: QueryEmbedder,
  ) {}

  /** Of some movies, or of those nearest to what is wanted. Without plots it goes by genres and keywords alone, and says so. */
  async feel({ mood: text, movieIds }: FeelMood): Promise<MoodFits> {
    const mood = moodOf(text);
    const plots = await this.plots(mood, movieIds).catch((error: Error) => {
      this.log.warn(`a mood without plots: ${error.message}`);
      return undefined;
    });
    const ids = movieIds ?? [...(plots?.vectors.keys() ?? [])];
    const words = await this.movies.find({ _id: { $in: ids } }, { genres: 1, keywords: 1 }).lean<Words[]>();
    return {
      ...mood,
      ...(!plots && { degraded: true }),
      fits: words.map((movie) => fitOf(movie, mood, plots)),
    };
  }

  private async plots({ wanted, unwanted }: Mood, movieIds?: string[]): Promise<MoodPlots> {
    const embed = (phrase: string) => this.embedder.embed(phrase);
    const [wantedVector, unwantedVectors] = await Promise.all([
      wanted === '' ? undefined : embed(wanted),
      Promise.all(unwanted.map(embed)),
    ]);
    const ids =
      movieIds ??
      (wantedVector
        ? (await this.index.nearest(wantedVector, NEAREST, INDEX_MS)).map(({ movieId }) => movieId)
        : []);
    return {
      wanted: wantedVector,
      unwanted: unwantedVectors,
      vectors: await this.index.vectorsOf(ids, INDEX_MS),
    };
  }
}

/** The vectors of a mood and of the plots it is compared with. */
interface MoodPlots {
  wanted?: Float32Array;
  unwanted: Float32Array[];
  vectors: ReadonlyMap<string, Float32Array>;
}

function fitOf({ _id: movieId, ...named }: Words, { wanted, unwanted }: Mood, plots?: MoodPlots): MoodFit {
  const vector = plots?.vectors.get(movieId);
  const near = (phrase: Float32Array | undefined) =>
    vector && phrase ? Math.max(0, cosine(vector, phrase)) : 0;
  const isUnwanted = unwanted.some((phrase) => isNamed(phrase, named));
  const like = near(plots?.wanted) + NAMED_WEIGHT * shareNamed(wanted, named);
  return {
    movieId,
    wanted: score4(Math.min(1, like)),
    unwanted: isUnwanted ? 1 : score4(Math.max(0, ...(plots?.unwanted ?? []).map(near))),
  };
}

/** Of two vectors of length 1. */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
