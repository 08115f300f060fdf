import type { MovieCard } from '../api/client';
import { useShelve, useShelved } from '../api/me';
import { messageOf } from '../api/problem';
import { Icon } from './icons';
import { say } from './toasts';

/** Watch later, and not interested with a way back. */
export function FilmActions({ movie, onDismissed }: { movie: MovieCard; onDismissed?: () => void }) {
  const later = useShelved('watchlist').has(movie.id);
  const dismissed = useShelved('not-interested').has(movie.id);
  const watchlist = useShelve('watchlist');
  const notInterested = useShelve('not-interested');
  const failed = (error: Error) => say(`${movie.title}: ${messageOf(error)}`);

  const setLater = (on: boolean) =>
    watchlist.mutate(
      { movie, on },
      {
        onError: failed,
        onSuccess: () =>
          say(on ? `${movie.title} is on your watchlist.` : `${movie.title} is off your watchlist.`, {
            label: 'Undo',
            run: () => watchlist.mutate({ movie, on: !on }, { onError: failed }),
          }),
      },
    );

  const setDismissed = (on: boolean) => {
    notInterested.mutate({ movie, on }, { onError: failed });
    if (!on) return;
    say(`${movie.title} will not be suggested again.`, {
      label: 'Undo',
      run: () => notInterested.mutate({ movie, on: false }, { onError: failed }),
    });
    onDismissed?.();
  };

  return (
    <div className="film-actions">
      <button type="button" className="button" aria-pressed={later} onClick={() => setLater(!later)}>
        <Icon name="bookmark" filled={later} />
        Watch later
      </button>
      <button
        type="button"
        className="button"
        aria-pressed={dismissed}
        onClick={() => setDismissed(!dismissed)}
      >
        <Icon name="hide" />
        Not interested
      </button>
    </div>
  );
}
