import { isEmptyFilter, matchesFilter, type MovieCard, type MovieFilter } from '#contracts/catalog/movie.js';
import type {
  Recommendation,
  RecommendationList,
  SimilarMovie,
} from '#contracts/recommender/recommendation.js';
import { Injectable } from '@nestjs/common';
import { AppError } from '#contracts/protocol/app.error.js';
import { FilmCatalogue } from '../profiles/movie.catalogue.js';
import { likedPeople } from './liked-cast-and-crew.js';
import { CurrentModel, type Model } from '../model/current.model.js';
import { tellReasons, tellSimilarity } from './reason.words.js';
import { roundScore, roundStars } from './score.rounding.js';
import { emptyTaste, isPersonal, marked, ratedFilms, type Taste } from '../profiles/user.profile.js';

export interface ListWish {
  /** How many films, at least 1. */
  limit: number;
  filter?: MovieFilter;
  /** 0 = by score alone, 1 = as varied as can be. */
  diversity?: number;
  includeWatchlist?: boolean;
}

/** Makes lists from the model that serves, for anyone whose taste is given. Every method throws `service_unavailable` without a model. */
@Injectable()
export class ListMaker {
  constructor(
    private readonly current: CurrentModel,
    private readonly catalogue: FilmCatalogue,
  ) {}

  /** Scores every film for one person, and explains the best. */
  make(taste: Taste, { limit, filter, diversity, includeWatchlist }: ListWish): RecommendationList {
    const model = this.current.get();
    const excluded = marked(taste.notInterested);
    if (!includeWatchlist) for (const id of marked(taste.watchlist)) excluded.add(id);
    const ranked = model.ranker.recommend({
      userId: taste.userId,
      ratings: ratedFilms(taste).map(({ movieId, rating, ratedAt }) => ({
        item: movieId,
        stars: rating,
        ratedAt: ratedAt.getTime() / 1000,
      })),
      exclude: excluded,
      limit,
      filter: this.passing(filter),
      diversity,
    });
    const likedWith = likedPeople(taste, (id) => this.catalogue.get(id));
    const titleOf = (id: string) => this.catalogue.get(id)?.title;
    const items = ranked.flatMap(({ item, predictedRating, reasons, ...scored }): Recommendation[] => {
      const film = this.catalogue.get(item);
      // Another replica may have stored it a moment ago; this one will know it soon.
      if (!film) return [];
      const telling = {
        film,
        opinion: this.catalogue.opinion(item),
        titleOf,
        likedWith,
      };
      return [
        {
          movie: this.catalogue.card(item),
          ...roundScore(scored.score, scored.contributions),
          predictedRating: roundStars(predictedRating),
          reasons: tellReasons(reasons, telling),
        },
      ];
    });
    return { ...head(taste, model), items };
  }

  /** @throws AppError `movie_not_found` */
  similar(movieId: string, limit: number): SimilarMovie[] {
    const { ranker } = this.current.get();
    const base = this.catalogue.get(movieId);
    if (!base) throw new AppError('movie_not_found');
    return ranker
      .similar(movieId, limit)
      .filter(({ item }) => this.catalogue.get(item))
      .map(({ item, score, reasons }) => ({
        movie: this.catalogue.card(item),
        score: Math.round(Math.min(1, Math.max(0, score)) * 10_000) / 10_000,
        reasons: tellSimilarity(reasons, base, {
          film: this.catalogue.get(item)!,
          opinion: this.catalogue.opinion(item),
          titleOf: (id) => this.catalogue.get(id)?.title,
          likedWith: () => undefined,
        }),
      }));
  }

  /** Well-known, varied films that somebody has neither rated nor dismissed. */
  onboarding(taste: Taste | undefined, limit: number): MovieCard[] {
    const { ranker } = this.current.get();
    const known = taste ?? emptyTaste('');
    const exclude = [...ratedFilms(known).map((rated) => rated.movieId), ...marked(known.notInterested)];
    return ranker
      .onboarding(limit, exclude)
      .filter((id) => this.catalogue.get(id))
      .map((id) => this.catalogue.card(id));
  }

  private passing(filter?: MovieFilter): ((id: string) => boolean) | undefined {
    if (!filter || isEmptyFilter(filter)) return undefined;
    return (id) => {
      const film = this.catalogue.get(id);
      return film !== undefined && matchesFilter(film, filter);
    };
  }
}

/**
 * A list is dated by what it is made of, the taste or the model, whichever is the later: the same list made twice is
 * the same, and of two lists the one that knows more is the newer, in whatever order they reach Redis.
 */
function head(taste: Taste, model: Model): Omit<RecommendationList, 'items'> {
  return {
    status: isPersonal(taste) ? 'fresh' : 'pending',
    ...(model.withoutPlots && { degraded: ['plots'] as 'plots'[] }),
    ratingsVersion: taste.seenVersion,
    generatedAt: new Date(Math.max(taste.changedAt.getTime(), model.since.getTime())).toISOString(),
    modelId: model.id,
  };
}
