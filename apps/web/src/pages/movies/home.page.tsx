import { useQuery } from '@tanstack/react-query';
import { Navigate, useLocation } from 'react-router';
import { ratingsQuery, useSignedIn } from '../../api/me';
import { session } from '../../session/session';
import { useStore } from '../../session/store';
import { HowWasIt } from '../../components/inbox/how-was-it';
import { RecommendationsPage } from './recommendations.page';
import { SharedListPage } from './shared-list.page';
import { WelcomePage } from '../entry/welcome.page';

/**
 * `/`: the list for who has rated something, movies to rate for who has not, a welcome for a stranger, who also sees what
 * an address that somebody gave them is about.
 */
export function HomePage() {
  const signedIn = useSignedIn();
  const { status } = useStore(session);
  const { search } = useLocation();
  const { data, isFetching } = useQuery({ ...ratingsQuery, enabled: signedIn });
  if (status === 'ended')
    return <Navigate to={`/login?${new URLSearchParams({ ended: 'yes', next: `/${search}` })}`} replace />;
  if (!signedIn) return search ? <SharedListPage /> : <WelcomePage />;
  // What was just saved may not be fetched yet; who asked for something in particular gets that.
  if (data?.length === 0 && !isFetching && !search) return <Navigate to="/rate" replace />;
  return (
    <>
      <HowWasIt />
      <RecommendationsPage />
    </>
  );
}
