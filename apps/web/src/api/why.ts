import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from './client';
import { useMyStars } from './me';

const POLL_MS = 2500;

/** What speaks for and against a movie; asked for again when the user's stars of it change, and until the server has heard of them. */
export function useWhy(movieId: string) {
  const stars = useMyStars().get(movieId);
  return useQuery({
    queryKey: ['why', movieId, stars],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/me/why/{movieId}', { params: { path: { movieId } }, signal })),
    refetchInterval: ({ state }) =>
      state.data && state.data.against.some(({ code }) => code === 'is-rated') !== (stars !== undefined)
        ? POLL_MS
        : false,
    placeholderData: (previous, query) => (query?.queryKey[1] === movieId ? previous : undefined),
  });
}
