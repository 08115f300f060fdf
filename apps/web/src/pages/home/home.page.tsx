import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Navigate, useLocation } from 'react-router';
import { ratingsQuery, useSignedIn } from '../../api/me';
import { session } from '../../session/session';
import { useStore } from '../../session/store';
import { WelcomePage } from '../entry/welcome.page';
import { RowsPage } from './rows.page';

const HowWasIt = lazy(async () => ({
  default: (await import('../../components/inbox/how-was-it')).HowWasIt,
}));

/**
 * `/`: rows for who has rated something, movies to rate for who has not, a welcome for a stranger. With filters it was the
 * list's address once, and leads to it.
 */
export function HomePage() {
  const signedIn = useSignedIn();
  const { status } = useStore(session);
  const { search } = useLocation();
  const { data, isFetching } = useQuery({ ...ratingsQuery, enabled: signedIn });
  if (status === 'ended')
    return <Navigate to={`/login?${new URLSearchParams({ ended: 'yes', next: `/${search}` })}`} replace />;
  const asked = new URLSearchParams(search);
  // Who is at home may have a film opened over it.
  if (signedIn) asked.delete('film');
  if (asked.size > 0) return <Navigate to={`/list${search}`} replace />;
  if (!signedIn) return <WelcomePage />;
  // What was just saved may not be fetched yet; who opened a film gets that.
  if (data?.length === 0 && !isFetching && !search) return <Navigate to="/rate" replace />;
  return (
    <>
      <Suspense>
        <HowWasIt />
      </Suspense>
      <RowsPage />
    </>
  );
}
