import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { MovieCard } from '../../api/client';
import { useMyStars, useRate, useSignedIn } from '../../api/me';
import { messageOf } from '../../http/problem';
import { Stars, starsInWords } from './stars';
import { say } from '../basic/toasts';

const SETTLE_MS = 350;

const notSaved = (error: Error, { movie }: { movie: MovieCard }, again: () => void) =>
  say(`${movie.title} was not saved. ${messageOf(error)}`, { label: 'Try again', run: again }, movie.id);

/** My stars of one movie, saved at once; keys only once they rest, for arrows pass over many values on their way. */
export function RateMovie({ movie, size = 'large' }: { movie: MovieCard; size?: 'small' | 'large' }) {
  const saved = useMyStars().get(movie.id);
  const { mutate } = useRate(notSaved);
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const [pending, setPending] = useState<{ stars?: number }>();
  const timer = useRef(0);
  const flush = useRef<() => void>(() => undefined);

  const save = (stars?: number) => {
    window.clearTimeout(timer.current);
    flush.current = () => undefined;
    mutate({ movie, stars }, { onSettled: () => setPending(undefined) });
    if (stars === saved) return;
    say(
      stars === undefined
        ? `Your rating of ${movie.title} is removed.`
        : `${movie.title}: ${starsInWords(stars)}.`,
      { label: 'Undo', run: () => mutate({ movie, stars: saved }) },
      movie.id,
    );
  };

  const change = (stars: number | undefined, by: 'pointer' | 'key') => {
    if (!signedIn) return void navigate(`/login?next=${encodeURIComponent(pathname + search)}`);
    setPending({ stars });
    if (by === 'pointer') return save(stars);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => save(stars), SETTLE_MS);
    flush.current = () => save(stars);
  };

  useEffect(() => () => flush.current(), []);

  const value = pending ? pending.stars : saved;
  return (
    <div className="rate-film">
      <Stars label={movie.title} value={value} onChange={change} size={size} />
      <span className="rate-words" aria-hidden="true">
        {value === undefined ? (size === 'large' ? 'Rate it' : '') : starsInWords(value)}
      </span>
      {value !== undefined && (
        <button
          type="button"
          className="text-button"
          onClick={() => change(undefined, 'pointer')}
          aria-label={`Remove my rating of ${movie.title}`}
        >
          Remove
        </button>
      )}
    </div>
  );
}
