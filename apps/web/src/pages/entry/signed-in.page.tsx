import { useEffect, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { Failed } from '../../components/basic/states';
import { takeSession } from '../../session/session';
import { useTitle } from '../title';
import { outside as words } from '../../words/en/outside';
import { nextOf } from './next';

/** Where the way back from the provider ends: signed in, on to where it began. */
export function SignedInPage() {
  useTitle(words.signingIn);
  const [search] = useSearchParams();
  const [tries, setTries] = useState(0);
  const [outcome, setOutcome] = useState<'in' | 'out' | Error>();
  useEffect(() => {
    let isGone = false;
    takeSession().then(
      (isIn) => !isGone && setOutcome(isIn ? 'in' : 'out'),
      (error: Error) => !isGone && setOutcome(error),
    );
    return () => void (isGone = true);
  }, [tries]);
  if (outcome === 'in') return <Navigate to={nextOf(search)} replace />;
  if (outcome === 'out') return <Navigate to="/login?failed=sign_in_refused" replace />;
  if (outcome) return <Failed isPage error={outcome} retry={() => setTries(tries + 1)} />;
  return (
    <p className="form-page" role="status">
      {words.signingYouIn}
    </p>
  );
}
