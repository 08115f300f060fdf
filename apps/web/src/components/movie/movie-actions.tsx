import type { MovieCard } from '../../api/client';
import { useSaveMovie, useSavedList } from '../../api/me';
import { Icon, type IconName } from '../basic/icons';
import { say } from '../basic/toasts';
import { notSaved } from './not-saved';

interface MovieActionsProps {
  movie: MovieCard;
  onDismissed?: () => void;
  /** Icons alone, where there is little room. */
  isBrief?: boolean;
}

/** Watch later, and not interested with a way back. */
export function MovieActions({ movie, onDismissed, isBrief = false }: MovieActionsProps) {
  const later = useSavedList('watchlist').has(movie.id);
  const dismissed = useSavedList('not-interested').has(movie.id);
  const watchlist = useSaveMovie('watchlist', notSaved);
  const notInterested = useSaveMovie('not-interested', notSaved);

  const setLater = (on: boolean) => {
    watchlist.mutate({ movie, on });
    say(
      on
        ? `${movie.title} is on your watchlist, and leaves the list of suggestions.`
        : `${movie.title} is off your watchlist.`,
      { label: 'Undo', run: () => watchlist.mutate({ movie, on: !on }) },
      movie.id,
    );
  };

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
      <Action
        icon="bookmark"
        label="Watch later"
        shortcut="w"
        isOn={later}
        set={setLater}
        isBrief={isBrief}
      />
      <Action
        icon="hide"
        label="Not interested"
        shortcut="n"
        isOn={dismissed}
        set={setDismissed}
        isBrief={isBrief}
      />
    </div>
  );
}

interface ActionProps {
  icon: IconName;
  label: string;
  shortcut: string;
  isOn: boolean;
  set: (on: boolean) => void;
  isBrief: boolean;
}

function Action({ icon, label, shortcut, isOn, set, isBrief }: ActionProps) {
  return (
    <button
      type="button"
      className={isBrief ? 'icon-button' : 'button'}
      aria-pressed={isOn}
      aria-label={isBrief ? label : undefined}
      aria-keyshortcuts={shortcut}
      title={isBrief ? `${label} (${shortcut})` : undefined}
      onClick={() => set(!isOn)}
    >
      <Icon name={icon} filled={isOn && icon === 'bookmark'} />
      {!isBrief && label}
    </button>
  );
}
