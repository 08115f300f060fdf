import { useLayoutEffect, useRef, useState } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** Where somebody was in a list: how many of its movies they had come to, and which was uppermost in view, and where. */
interface Place {
  films: number;
  film?: string;
  /** Pixels below the window's upper edge. */
  top: number;
}

const KEPT = 'places';
const MOST = 30;

/**
 * Brings somebody who reloads, or comes back, to the place in the list where they were.
 *
 * @param isShown  whether the list is there
 * @returns how many movies of the list they have come to
 */
export function useListPlace(isShown: boolean): () => number {
  const { key } = useLocation();
  const comesBack = useNavigationType() === 'POP';
  const [atFirst] = useState(() => (comesBack ? places()[key] : undefined));
  const sought = useRef(atFirst);

  useLayoutEffect(() => {
    if (!isShown || !sought.current) return;
    const { film, top } = sought.current;
    sought.current = undefined;
    const found = filmsShown().find((shown) => shown.dataset.film === film);
    if (found) window.scrollBy(0, found.getBoundingClientRect().top - top);
  }, [isShown]);

  useLayoutEffect(() => {
    const keep = () => keepPlace(key, placeNow());
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [key]);

  return () => sought.current?.films ?? filmsPassed();
}

const filmsShown = () => [...document.querySelectorAll<HTMLElement>('.list [data-film]')];

/** Movies on the page above the lower edge of the window, and half a window more. */
function filmsPassed(): number {
  return filmsShown().filter((film) => film.getBoundingClientRect().top < 1.5 * window.innerHeight).length;
}

function placeNow(): Place {
  // Somebody at the upper end comes back there, whatever stands above the list by then.
  const uppermost = window.scrollY > 0 ? filmsShown().find(isInView) : undefined;
  return {
    films: filmsPassed(),
    film: uppermost?.dataset.film,
    top: uppermost?.getBoundingClientRect().top ?? 0,
  };
}

const isInView = (film: Element) => film.getBoundingClientRect().bottom > 0;

function places(): Record<string, Place> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as Record<string, Place>;
  } catch {
    return {};
  }
}

function keepPlace(key: string, place: Place): void {
  const { [key]: _, ...others } = places();
  const kept = [...Object.entries(others), [key, place] as const].slice(-MOST);
  sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(kept)));
}
