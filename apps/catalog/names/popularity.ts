/** Votes from which on a movie cannot be better known. */
const MAX_VOTES = 10_000;

/** How well known a movie with so many votes is: log(1 + votes) / log(1 + 10,000), from 0 to 1. */
export function popularityOf(votes: number): number {
  return Math.min(1, Math.log1p(votes) / Math.log1p(MAX_VOTES));
}

/** The votes of TMDB's audience or of our own users, whichever are more. */
export function votesOf({ voteCount = 0, ratingCount }: { voteCount?: number; ratingCount: number }): number {
  return Math.max(voteCount, ratingCount);
}
