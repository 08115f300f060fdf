import { useEffect, useRef, useState } from 'react';
import type { MovieCard } from '../../api/client';
import { useMyStars, useRate, useSignedIn } from '../../api/me';
import { StarsNeedAccount } from './kept-star';
import { notSaved } from './not-saved';
import { Stars, starsInWords } from './stars';
import { say } from '../basic/toasts';
import { app } from '../../words/en/app';
import { sayings } from '../../words/en/sayings';

const KEYS_SETTLE_MS = 350;
const CLICKS_SETTLE_MS = 600;

interface RateMovieProps {
  movie: MovieCard;
  size?: 'small' | 'large';
  /** Goes with the movie as soon as that is rated: then a second click, for a half, is waited for. */
  isBrief?: boolean;
}

/** My stars of one movie, saved at once; keys only once they rest, for arrows pass over many values on their way. */
export function RateMovie({ movie, size = 'large', isBrief = false }: RateMovieProps) {
  const saved = useMyStars().get(movie.id);
  const { mutate } = useRate(notSaved);
  const signedIn = useSignedIn();
  const [asks, setAsks] = useState(false);
  const [pending, setPending] = useState<{ stars?: number }>();
  const timer = useRef(0);
  const flush = useRef<() => void>(() => undefined);

  const put = (stars?: number) => {
    setPending({ stars });
    // Of two changes that overlap only the later one is told that it has settled.
    mutate({ movie, stars }, { onSettled: () => setPending(undefined) });
  };

  const save = (stars?: number) => {
    window.clearTimeout(timer.current);
    flush.current = () => undefined;
    if (!signedIn) return setAsks(stars !== undefined);
    put(stars);
    if (stars === saved) return;
    say(
      stars === undefined ? sayings.removed(movie.title) : sayings.given(movie.title, stars),
      { label: app.undo, run: () => put(saved) },
      movie.id,
    );
  };

  const change = (stars: number | undefined, by: 'pointer' | 'key') => {
    setPending({ stars });
    if (by === 'pointer' && !(isBrief && signedIn)) return save(stars);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => save(stars), by === 'key' ? KEYS_SETTLE_MS : CLICKS_SETTLE_MS);
    flush.current = () => save(stars);
  };

  useEffect(() => () => flush.current(), []);

  const value = pending ? pending.stars : saved;
  return (
    <div className="rate-film">
      <Stars label={movie.title} value={value} onChange={change} size={size} />
      <span className="rate-words" aria-hidden="true">
        {value === undefined ? (size === 'large' ? sayings.rateIt : '') : starsInWords(value)}
      </span>
      {value !== undefined && (
        <button
          type="button"
          className="text-button"
          onClick={() => change(undefined, 'pointer')}
          aria-label={sayings.removeMine(movie.title)}
        >
          {app.remove}
        </button>
      )}
      {asks && pending?.stars !== undefined && (
        <StarsNeedAccount
          movie={movie}
          stars={pending.stars}
          onClose={() => {
            setAsks(false);
            setPending(undefined);
          }}
        />
      )}
    </div>
  );
}
