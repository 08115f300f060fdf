import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router';
import { ratingsQuery, useSignedIn } from '../../api/me';
import { session } from '../../session/session';
import { useStore } from '../../session/store';
import { RecommendationsPage } from './recommendations.page';
import { WelcomePage } from '../entry/welcome.page';

/** `/`: the list for who has rated something, movies to rate for who has not, a welcome for a stranger. */
export function HomePage() {
  const signedIn = useSignedIn();
  const { status } = useStore(session);
  const { data, isFetching } = useQuery({ ...ratingsQuery, enabled: signedIn });
  if (status === 'ended') return <Navigate to="/login?ended=yes" replace />;
  if (!signedIn) return <WelcomePage />;
  // What was just saved may not be fetched yet.
  if (data?.length === 0 && !isFetching) return <Navigate to="/rate" replace />;
  return <RecommendationsPage />;
}
