import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api } from './client';

export const SOURCES = ['list', 'watchlist', 'any'] as const;
export type Source = (typeof SOURCES)[number];

export interface Evening {
  minutes?: number;
  mood?: string;
  /** −1: what few know; 1: what everybody knows. */
  known?: -1 | 1;
  from: Source;
}

/** The server takes no more films to leave out; the ones offered longest ago may come again. */
const MAX_NOT = 300;
/** What may be better in a moment is asked for again, a few times. */
const AGAIN_MS = 2000;
const TRIES = 6;

/** A few films for this evening, other ones than those that were offered before. */
export const useTonight = ({ minutes, mood, known, from }: Evening, offered: string[]) =>
  useQuery({
    queryKey: ['tonight', minutes, mood, known, from, offered],
    queryFn: ({ signal }) => {
      const query = { minutes, mood, known, from, not: offered.slice(-MAX_NOT) };
      return answerOf(api.GET('/api/v1/me/tonight', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
    // Chosen without plots it is less than was asked for; and a film that was saved a moment ago may not be among them yet.
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      data && (data.degraded || data.items.length === 0) && dataUpdateCount < TRIES && AGAIN_MS,
    staleTime: Infinity,
  });
