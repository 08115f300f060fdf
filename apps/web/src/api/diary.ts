import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { newKey, persistently } from '../http/retry';
import { answerOf, api, type MovieCard, type RatedMovie, type SavedMovie } from './client';
import { ratingsQuery, savedListQuery, useSignedIn } from './me';

/** When I watched a movie that I rated or have seen. */
export interface Watched {
  movie: MovieCard;
  /** Missing: seen, not rated. */
  stars?: number;
  /** The day I watched it first; YYYY-MM-DD, as all days here. */
  seenAt?: string;
  /** Ascending. */
  rewatches: readonly string[];
}

/** Another first day, or none; or one more day on which it was watched again, or one less. */
export type DiaryChange = { first: string | undefined } | { again: string; on: boolean };

/** What my diary says of a movie; undefined for one that I have neither rated nor marked as seen. */
export function useWatched(movie: MovieCard): Watched | undefined {
  const enabled = useSignedIn();
  const ratings = useQuery({ ...ratingsQuery, enabled });
  const seen = useQuery({ ...savedListQuery('seen'), enabled });
  const rated = ratings.data?.find((one) => one.movie.id === movie.id);
  const marked = seen.data?.find((one) => one.movie.id === movie.id);
  return rated ? watchedOf(rated) : marked && { movie, seenAt: marked.seenAt, rewatches: [] };
}

export const watchedOf = ({ movie, rating, seenAt, rewatches = [] }: RatedMovie): Watched => ({
  movie,
  stars: rating,
  seenAt,
  rewatches,
});

/** Changes when I watched a movie; shows at once and is put right if the server refuses. */
export function useDiary({ movie, stars }: Watched, failed: (error: Error, again: () => void) => void) {
  const client = useQueryClient();
  const ratings = ratingsQuery.queryKey;
  const seen = savedListQuery('seen').queryKey;
  const mutation = useMutation({
    // After what was said of its stars.
    scope: { id: 'ratings' },
    mutationFn: ({ change, key }: { change: DiaryChange; key: string }) =>
      persistently((headers) => save(movie, stars, change, headers), key),
    onMutate: async ({ change }) => {
      await Promise.all([ratings, seen].map((queryKey) => client.cancelQueries({ queryKey })));
      const isIt = (one: { movie: MovieCard }) => one.movie.id === movie.id;
      client.setQueryData<RatedMovie[]>(ratings, (old) =>
        old?.map((rated) => (isIt(rated) ? { ...rated, ...changed(rated, change) } : rated)),
      );
      client.setQueryData<SavedMovie[]>(seen, (old) =>
        old?.map((marked) => (isIt(marked) ? { ...marked, ...changed({}, change) } : marked)),
      );
    },
    onError: (error, { change }) => {
      // What failed may have been carried out all the same, so what is true is asked for.
      for (const queryKey of [ratings, seen]) void client.invalidateQueries({ queryKey });
      failed(error, () => write(change));
    },
  });
  const write = (change: DiaryChange) => mutation.mutate({ change, key: newKey() });
  return write;
}

function save(
  movie: MovieCard,
  stars: number | undefined,
  change: DiaryChange,
  headers: Record<string, string>,
) {
  const params = { path: { movieId: movie.id } };
  if ('again' in change) {
    const body = { rating: stars!, seenAt: change.again, rewatch: change.on };
    return answerOf(api.PUT('/api/v1/me/ratings/{movieId}', { params, headers, body }));
  }
  // Seen stays seen without a day; of a rating nothing but the day is there to go.
  if (change.first === undefined && stars !== undefined)
    return answerOf(api.DELETE('/api/v1/me/seen/{movieId}', { params, headers }));
  const body = { seenAt: change.first };
  return answerOf(api.PUT('/api/v1/me/seen/{movieId}', { params, headers, body }));
}

function changed(
  { rewatches = [] }: { rewatches?: readonly string[] },
  change: DiaryChange,
): { seenAt?: string; rewatches?: string[] } {
  if ('first' in change) return { seenAt: change.first };
  const others = rewatches.filter((day) => day !== change.again);
  return { rewatches: change.on ? [...others, change.again].sort() : others };
}
