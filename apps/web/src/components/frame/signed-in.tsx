import { Navigate, Outlet, useLocation } from 'react-router';
import { session } from '../../session/session';
import { useStore } from '../../session/store';

/** Pages that belong to somebody; whoever is not logged in comes back here after logging in. */
export function SignedIn() {
  const { status } = useStore(session);
  const { pathname, search } = useLocation();
  if (status === 'signed-in') return <Outlet />;
  const next = new URLSearchParams({ next: pathname + search });
  if (status === 'ended') next.set('ended', 'yes');
  return <Navigate to={`/login?${next}`} replace />;
}
