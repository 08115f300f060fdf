import type { MovieCard } from '../../api/client';
import { useSaveMovie, useSavedList } from '../../api/me';
import { Icon } from '../basic/icons';
import { say } from '../basic/toasts';
import { notSaved } from './not-saved';

/** Watch later, and not interested with a way back. */
export function MovieActions({ movie, onDismissed }: { movie: MovieCard; onDismissed?: () => void }) {
  const later = useSavedList('watchlist').has(movie.id);
  const dismissed = useSavedList('not-interested').has(movie.id);
  const watchlist = useSaveMovie('watchlist', notSaved);
  const notInterested = useSaveMovie('not-interested', notSaved);

  const setLater = (on: boolean) =>
    watchlist.mutate(
      { movie, on },
      {
        onSuccess: () =>
          say(
            on
              ? `${movie.title} is on your watchlist, and leaves the list of suggestions.`
              : `${movie.title} is off your watchlist.`,
            { label: 'Undo', run: () => watchlist.mutate({ movie, on: !on }) },
            movie.id,
          ),
      },
    );

  const setDismissed = (on: boolean) => {
    notInterested.mutate({ movie, on });
    if (!on) return;
    say(
      `${movie.title} will not be suggested again.`,
      { label: 'Undo', run: () => notInterested.mutate({ movie, on: false }) },
      movie.id,
    );
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
