import { useRef } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';

/** The address of the page with a movie opened over it. */
export type OpenedAt = (movieId: string) => string;

/** The movie opened over a list, and the way back to it: the step that led there is undone, not followed by another. */
export function useOpenedMovie(): {
  opened: string | null;
  close: () => void;
  openedAt: OpenedAt;
} {
  const [search, setSearch] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const closed = useRef<string>(undefined);
  const close = () => {
    if (closed.current === location.key) return;
    closed.current = location.key;
    if ((location.state as { isOverList?: boolean } | null)?.isOverList) return void navigate(-1);
    const next = new URLSearchParams(search);
    next.delete('film');
    setSearch(next, { preventScrollReset: true, replace: true });
  };
  const openedAt: OpenedAt = (movieId) => {
    const next = new URLSearchParams(search);
    next.set('film', movieId);
    return `${location.pathname}?${next}`;
  };
  return { opened: search.get('film'), close, openedAt };
}
