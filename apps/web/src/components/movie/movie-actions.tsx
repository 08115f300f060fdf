import type { MovieCard } from '../../api/client';
import { useMyStars, useSaveMovie, useSavedList } from '../../api/me';
import { Icon, type IconName } from '../basic/icons';
import { say } from '../basic/toasts';
import { notSaved } from './not-saved';
import { app } from '../../words/en/app';
import { sayings } from '../../words/en/sayings';

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
      on ? sayings.seen(movie.title) : sayings.notSeen(movie.title),
      { label: app.undo, run: () => seenList.mutate({ movie, on: !on }) },
      movie.id,
    );
  };

  const setLater = (on: boolean) => {
    watchlist.mutate({ movie, on });
    say(
      on ? sayings.later(movie.title) : sayings.notLater(movie.title),
      { label: app.undo, run: () => watchlist.mutate({ movie, on: !on }) },
      movie.id,
    );
  };

  const setDismissed = (on: boolean) => {
    notInterested.mutate({ movie, on });
    if (!on) return;
    say(
      sayings.refused(movie.title),
      { label: app.undo, run: () => notInterested.mutate({ movie, on: false }) },
      movie.id,
    );
    onDismissed?.();
  };

  return (
    <div className="film-actions">
      {!isRated && (
        <Action icon="eye" label={sayings.seenIt} shortcut="s" isOn={seen} set={setSeen} isBrief={isBrief} />
      )}
      <Action
        icon="bookmark"
        label={sayings.watchLater}
        shortcut="w"
        isOn={later}
        set={setLater}
        isBrief={isBrief}
      />
      <Action
        icon="hide"
        label={sayings.notInterested}
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
      title={isBrief ? sayings.withKey(label, shortcut) : undefined}
      onClick={() => set(!isOn)}
    >
      <Icon name={icon} filled={isOn && icon === 'bookmark'} />
      {!isBrief && label}
    </button>
  );
}
