import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Link, type LinkProps } from 'react-router';
import type { MovieCard } from '../../api/client';
import { Store, useStore } from '../../session/store';
import { useQuickActions } from '../basic/quick';
import { Poster } from '../poster/poster';
import { shortGenreName } from '../../words/en/film';

/** Few films are on anybody's services, and what says so asks for them first. */
const OnMyServices = lazy(async () => ({
  default: (await import('../services/on-my-services')).OnMyServices,
}));

/** What answers a film on its card: it comes once the first card is there, to be at hand when somebody is at one. */
const actions = new Store<typeof import('./quick-actions') | 'on its way' | undefined>(undefined);

function fetchActions(): void {
  if (actions.state) return;
  actions.set('on its way');
  import('./quick-actions').then(
    (loaded) => actions.set(loaded),
    () => actions.set(undefined),
  );
}

interface CardProps {
  movie: MovieCard;
  /** Where the card leads; the movie's page unless told. */
  to?: LinkProps['to'];
  /** What it leads to opens over the list that the card is in. */
  isOverList?: boolean;
  eager?: boolean;
  /** Over the poster's corner. */
  badge?: ReactNode;
  /** Whether stars, seen, later and not for me are at hand without opening it. */
  isQuick?: boolean;
  /** Whether Tab comes to it; arrows do in any case. */
  isTabStop?: boolean;
  children?: ReactNode;
}

/** A movie in a grid. */
export function Card({
  movie,
  to = `/movies/${movie.id}`,
  isOverList,
  eager,
  badge,
  isQuick = false,
  isTabStop = true,
  children,
}: CardProps) {
  const { shown, hide, handlers } = useQuickActions(isQuick);
  useEffect(() => {
    if (isQuick) fetchActions();
  }, [isQuick]);
  return (
    <article className="card" data-film={movie.id} {...handlers}>
      <div className="card-picture">
        <Poster movie={movie} eager={eager} />
        {badge}
      </div>
      <h3 className="card-title">
        <Link
          to={to}
          tabIndex={isTabStop ? undefined : -1}
          preventScrollReset={isOverList}
          state={isOverList && { isOverList }}
          className="card-link"
        >
          {movie.title}
        </Link>
      </h3>
      <p className="card-facts">{factsOf(movie)}</p>
      {movie.streaming && (
        <Suspense>
          <OnMyServices movie={movie} />
        </Suspense>
      )}
      {children}
      {shown && <QuickActions movie={movie} shown={shown} hide={hide} />}
    </article>
  );
}

interface QuickActionsProps {
  movie: MovieCard;
  shown: 'over' | 'beside';
  hide: () => void;
}

function QuickActions({ movie, shown, hide }: QuickActionsProps) {
  const loaded = useStore(actions);
  // Should they not have come.
  useEffect(fetchActions, []);
  if (typeof loaded !== 'object') return null;
  const { ActionsOver, ActionsBeside } = loaded;
  return shown === 'over' ? <ActionsOver movie={movie} /> : <ActionsBeside movie={movie} onClose={hide} />;
}

export function factsOf({ year, genres }: MovieCard, count = 2): string {
  const short = genres.slice(0, count).map(shortGenreName);
  return [year, short.join(', ')].filter(Boolean).join(' · ');
}
