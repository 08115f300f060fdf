import { AppError } from '#contracts/protocol/app.error.js';
import { LIST_LENGTH, type WeighedMovie } from '#contracts/recommender/recommendation.js';
import { Injectable } from '@nestjs/common';
import { likedCastAndCrew } from '../lists/liked-cast-and-crew.js';
import { ListMaker, ratingsOf, seenOf } from '../lists/list.maker.js';
import { codeReasons } from '../lists/reason.codes.js';
import { roundScore, roundStars } from '../lists/score.rounding.js';
import { CurrentModel } from '../model/current.model.js';
import { MovieCatalogue } from '../profiles/movie.catalogue.js';
import { shownMovies, type UserProfile } from '../profiles/user.profile.js';
import { codeCounters, codeMarks } from './counter.codes.js';

/** Weighs one movie for one user: what speaks for it and what against it, by the score that sorts their list. */
@Injectable()
export class MovieScales {
  constructor(
    private readonly current: CurrentModel,
    private readonly catalogue: MovieCatalogue,
    private readonly lists: ListMaker,
  ) {}

  /** @throws AppError `movie_not_found`; `service_unavailable` without a model, or for a movie that it does not know yet */
  async weigh(profile: UserProfile, movieId: string): Promise<WeighedMovie> {
    const { ranker } = this.current.get();
    const movie = this.catalogue.get(movieId);
    if (!movie) throw new AppError('movie_not_found');
    const explained = ranker.explain(movieId, {
      ratings: ratingsOf(profile),
      seen: seenOf(profile),
      shown: shownMovies(profile, profile.changedAt),
      userId: profile.userId,
    });
    if (!explained)
      throw new AppError(
        'service_unavailable',
        'The film is new here, and not weighed yet. Try again later.',
      );
    const { items } = await this.lists.make(profile, { limit: LIST_LENGTH });
    const at = items.findIndex((item) => item.movieId === movieId);
    const isKnown = (id: string) => this.catalogue.get(id) !== undefined;
    const context = {
      movie,
      ratingStats: this.catalogue.ratingStats(movieId),
      isKnown,
      likedWith: likedCastAndCrew(profile, (id) => (id === movieId ? undefined : this.catalogue.get(id))),
    };
    const { score, contributions } = roundScore(explained.score, explained.contributions);
    return {
      movieId,
      score,
      match: items[at]?.match ?? Math.round(100 * score),
      predictedRating: roundStars(explained.predictedRating),
      contributions,
      reasons: explained.reasons.length > 0 ? codeReasons(explained.reasons, context) : [],
      against: [...codeMarks(profile, movieId), ...codeCounters(explained.against, { movie, isKnown })],
      ...(at >= 0 && { place: at + 1 }),
    };
  }
}
