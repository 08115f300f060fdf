import { useIsMutating, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { retryDelay, worthRetrying } from '../http/retry';
import { answerOf, api, type MovieCard } from './client';
import { ratingsQuery, useMyStars } from './me';

const PAGE = 24;
/** After so many new stars, what was not looked at yet gives way to films that tell more. */
const LEARNT_FROM = 3;
/** With fewer films left to look at, more are asked for. */
const AHEAD = 12;
/** The server takes no more films to leave out; the latest count. */
const MAX_NOT = 400;
/** It learns of new stars within moments: so often it is asked again, so long after the time before. */
const TRIES = 8;
const BETWEEN_MS = 500;

/**
 * Films to rate, without end while there are any. What was answered, and what stands before it, stays where it is; behind it
 * come those that tell most about the user by what they rated so far.
 *
 * @param gone  films that the user said they have not seen, or have seen without a wish to rate them
 */
export function useOffers(gone: readonly string[]) {
  const isReady = useQuery(ratingsQuery).isSuccess;
  const stars = useMyStars();
  const isSaving = useIsMutating({ predicate: ({ options }) => options.scope?.id === 'ratings' }) > 0;
  const [shown, setShown] = useState<MovieCard[]>([]);
  const [isWhole, setWhole] = useState(false);
  const learntFrom = useRef<number>(undefined);
  const offered = shown.filter(({ id }) => !gone.includes(id));
  const lastAnswered = offered.findLastIndex(({ id }) => stars.has(id));
  /** What stays where it is, as of the latest render. */
  const settled = useRef<MovieCard[]>([]);

  const fetching = useMutation({
    mutationFn: async ({ isLearning }: { isLearning: boolean }) => {
      for (let tries = 1; ; tries++) {
        const kept = isLearning ? settled.current : offered;
        const unanswered = kept.map(({ id }) => id).filter((id) => !stars.has(id));
        const query = { limit: PAGE, not: [...new Set([...gone, ...unanswered])].slice(-MAX_NOT) };
        const { items, status } = await answerOf(api.GET('/api/v1/me/onboarding', { params: { query } }));
        if (!isLearning || status !== 'stale' || tries === TRIES) return items;
        await new Promise((done) => setTimeout(done, BETWEEN_MS));
      }
    },
    retry: worthRetrying,
    retryDelay,
    onSuccess: (items, { isLearning }) => {
      const kept = isLearning ? settled.current : shown;
      const known = new Set([...kept.map(({ id }) => id), ...gone]);
      const more = items.filter(({ id }) => !known.has(id));
      setShown([...kept, ...more]);
      setWhole(more.length === 0);
    },
  });
  const left = offered.length - 1 - lastAnswered;
  const { isPending, isError, mutate } = fetching;
  useEffect(() => {
    settled.current = offered.slice(0, lastAnswered + 1);
    if (!isReady || isPending || isError) return;
    learntFrom.current ??= stars.size;
    const isLearning = !isSaving && stars.size - learntFrom.current >= LEARNT_FROM;
    if (isLearning) learntFrom.current = stars.size;
    if (isLearning || (left < AHEAD && !isWhole)) mutate({ isLearning });
  });
  const more = () => mutate({ isLearning: false });
  return {
    offered,
    /** No film is left that was not offered. */
    isWhole,
    isPending: !isReady || isPending,
    error: fetching.error,
    more,
    /** Offers films again that were left out. */
    again: () => setWhole(false),
  };
}
