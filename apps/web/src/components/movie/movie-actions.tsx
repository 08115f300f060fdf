import type { MovieCard } from '../../api/client';
import { useMyStars, useSaveMovie, useSavedList } from '../../api/me';
import { Icon, type IconName } from '../basic/icons';
import { say } from '../basic/toasts';
import { notSaved } from './not-saved';

interface MovieActionsProps {
  movie: MovieCard;
  onDismissed?: () => void;
  /** Icons alone, where there is little room. */
  isBrief?: boolean;
}

/** Seen unless it has stars, watch later, not interested, each with a way back. */
export function MovieActions({ movie, onDismissed, isBrief = false }: MovieActionsProps) {
  const isRated = useMyStars().has(movie.id);
  const seen = useSavedList('seen').has(movie.id);
  const later = useSavedList('watchlist').has(movie.id);
  const dismissed = useSavedList('not-interested').has(movie.id);
  const seenList = useSaveMovie('seen', notSaved);
  const watchlist = useSaveMovie('watchlist', notSaved);
  const notInterested = useSaveMovie('not-interested', notSaved);

  const setSeen = (on: boolean) => {
    seenList.mutate({ movie, on });
    say(
      on ? `${movie.title}: seen. It will not be suggested again.` : `${movie.title}: not seen.`,
      { label: 'Undo', run: () => seenList.mutate({ movie, on: !on }) },
      movie.id,
    );
  };

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
      {!isRated && (
        <Action icon="eye" label="Seen it" shortcut="s" isOn={seen} set={setSeen} isBrief={isBrief} />
      )}
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
