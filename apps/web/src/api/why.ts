import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from './client';
import { useMyStars } from './me';

/** What speaks for and against a movie; asked for again when the user's stars of it change. */
export function useWhy(movieId: string) {
  const stars = useMyStars().get(movieId);
  return useQuery({
    queryKey: ['why', movieId, stars],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/me/why/{movieId}', { params: { path: { movieId } }, signal })),
    placeholderData: (previous, query) => (query?.queryKey[1] === movieId ? previous : undefined),
  });
}
