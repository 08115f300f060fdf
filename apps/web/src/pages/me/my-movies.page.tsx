import { useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';

const PLACES = [
  ['ratings', 'Ratings'],
  ['watchlist', 'Watchlist'],
  ['seen', 'Seen'],
  ['not-interested', 'Not interested'],
  ['taste', 'My taste'],
  ['import', 'Import and export'],
] as const;

/** The frame of all that I have said about movies. */
export function MyMoviesPage() {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    // On a narrow screen the place chosen may lie beyond the edge.
    const place = nav.current?.querySelector<HTMLElement>('.active');
    if (!place || !nav.current) return;
    const end = place.offsetLeft - nav.current.offsetLeft + place.offsetWidth;
    nav.current.scrollLeft = Math.max(0, end - nav.current.clientWidth);
  }, [pathname]);
  return (
    <div className="page">
      <header className="page-head">
        <h1>My films</h1>
      </header>
      <nav ref={nav} className="sub-nav" aria-label="My films">
        {PLACES.map(([path, label]) => (
          <NavLink key={path} to={`/my-films/${path}`} preventScrollReset>
            {label}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
