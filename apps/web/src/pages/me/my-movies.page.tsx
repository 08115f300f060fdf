import { useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { mine } from '../../words/en/mine';

const PLACES = ['ratings', 'watchlist', 'seen', 'not-interested', 'taste', 'import'] as const;

/** The frame of all that I have said about movies. */
export function MyMoviesPage() {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    // On a narrow screen the place chosen may lie beyond the edge, or where what goes on fades.
    const place = nav.current?.querySelector<HTMLElement>('.active');
    if (!place || !nav.current) return;
    const [at, room] = [place.getBoundingClientRect(), nav.current.getBoundingClientRect()];
    const { paddingLeft, paddingRight } = getComputedStyle(nav.current);
    const beyondRight = Math.max(0, at.right - room.right + parseFloat(paddingRight));
    const beyondLeft = Math.min(0, at.left - room.left - parseFloat(paddingLeft));
    nav.current.scrollLeft += beyondRight + beyondLeft;
  }, [pathname]);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{mine.title}</h1>
      </header>
      <nav ref={nav} className="sub-nav" aria-label={mine.title}>
        {PLACES.map((path) => (
          <NavLink key={path} to={`/my-films/${path}`} preventScrollReset>
            {mine.places[path]}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
