import { useId, useLayoutEffect, useRef, useState } from 'react';
import { Link, useLocation, useNavigationType } from 'react-router';
import type { RowOfFilms } from '../../api/client';
import { Icon } from '../../components/basic/icons';
import { postersInRow } from '../../components/poster/pictures';
import { RecommendedCard } from '../movies/recommended-card';
import type { OpenedAt } from '../movies/opened-movie';
import { addressOf, whyOf } from './row-words';
import { home } from '../../words/en/home';

/** How far rows were scrolled, by the page that they are on, so that who comes back finds them so. */
const places = new Map<string, number>();
const MOST_PLACES = 200;
/** Of a click on an arrow: what was at the edge stays in view. */
const STEP = 0.85;

interface FilmRowProps {
  row: RowOfFilms;
  openedAt: OpenedAt;
  isFirst: boolean;
}

/** Films side by side, with what they have in common above them. They scroll by wheel, finger and arrows. */
export function FilmRow({ row, openedAt, isFirst }: FilmRowProps) {
  const heading = useId();
  const films = useRef<HTMLUListElement>(null);
  const [{ isAtStart, isAtEnd }, setEnds] = useState({ isAtStart: true, isAtEnd: false });
  useRowPlace(films, row.id);
  // One stop for Tab, or a page of rows would have hundreds.
  const [last, setLast] = useState<string>();
  const stop = row.items.find(({ movie }) => movie.id === last) ?? row.items[0];
  const why = whyOf(row);

  const look = ({ scrollLeft, clientWidth, scrollWidth }: Element) => {
    // To the left of zero where one reads from right to left.
    const from = Math.abs(scrollLeft);
    const next = { isAtStart: from < 2, isAtEnd: from + clientWidth > scrollWidth - 2 };
    if (next.isAtStart !== isAtStart || next.isAtEnd !== isAtEnd) setEnds(next);
  };
  useLayoutEffect(() => {
    if (films.current) look(films.current);
  });
  const scroll = (way: 1 | -1) => {
    const element = films.current;
    if (!element) return;
    const forward = getComputedStyle(element).direction === 'rtl' ? -1 : 1;
    element.scrollBy({ left: way * forward * STEP * element.clientWidth });
  };

  return (
    <section className="film-row" aria-labelledby={heading}>
      <header>
        <div>
          <h2 id={heading}>{row.title.text}</h2>
          {why && <p className="muted">{why}</p>}
        </div>
        {row.more && (
          <Link to={addressOf(row)} aria-label={home.allOf(row.title.text)}>
            {home.allOfRow}
          </Link>
        )}
        <RowArrow way="back" isAtEnd={isAtStart} scroll={() => scroll(-1)} />
        <RowArrow way="on" isAtEnd={isAtEnd} scroll={() => scroll(1)} />
      </header>
      <ul ref={films} onScroll={({ currentTarget }) => look(currentTarget)}>
        {row.items.map((item, place) => (
          <li key={item.movie.id} onFocus={() => setLast(item.movie.id)}>
            <RecommendedCard
              item={item}
              eager={isFirst && place < postersInRow()}
              to={openedAt(item.movie.id)}
              isTabStop={item === stop}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** For the mouse: by keyboard one goes from film to film, and the row follows. */
function RowArrow({ way, isAtEnd, scroll }: { way: 'back' | 'on'; isAtEnd: boolean; scroll: () => void }) {
  return (
    <button
      type="button"
      className="icon-button row-arrow"
      tabIndex={-1}
      aria-label={way === 'on' ? home.rowOn : home.rowBack}
      disabled={isAtEnd}
      onClick={scroll}
    >
      <Icon name={way === 'on' ? 'next' : 'previous'} />
    </button>
  );
}

function useRowPlace(films: React.RefObject<HTMLUListElement | null>, id: string): void {
  const place = `${useLocation().key} ${id}`;
  const comesBack = useNavigationType() === 'POP';
  const [before] = useState(() => (comesBack ? places.get(place) : undefined));
  useLayoutEffect(() => {
    const element = films.current;
    if (!element) return;
    if (before !== undefined) element.scrollTo({ left: before, behavior: 'instant' });
    return () => {
      places.delete(place);
      places.set(place, element.scrollLeft);
      if (places.size > MOST_PLACES) places.delete([...places.keys()][0]);
    };
  }, [films, place, before]);
}
