import { useEffect, useState } from 'react';
import type { RecommendationPage } from '../../api/client';
import { Done, Thinking } from '../../components/basic/states';

const NEWS_MS = 5000;
/** Of fewer films a list is soon at its end. */
const LITTLE = 50;

interface ListStatusProps {
  head?: Omit<RecommendationPage, 'items'>;
  /** What is shown is of the filters before. */
  isWaiting?: boolean;
}

/** Where somebody's list stands: made for them or for anyone, and of which ratings. */
export function ListStatus({ head, isWaiting = false }: ListStatusProps) {
  const { status, ratingsVersion, degraded = [], world } = head ?? {};
  // Says for a while that the list has seen more ratings than the one before.
  const [known, setKnown] = useState(ratingsVersion);
  if (known === undefined && ratingsVersion !== undefined) setKnown(ratingsVersion);
  const isNews = known !== undefined && ratingsVersion !== undefined && ratingsVersion > known;
  useEffect(() => {
    if (!isNews) return;
    const timer = window.setTimeout(() => setKnown(ratingsVersion), NEWS_MS);
    return () => window.clearTimeout(timer);
  }, [isNews, ratingsVersion]);
  return (
    <p className="list-status" role="status">
      {isWaiting ? (
        <Thinking>Looking for films that fit</Thinking>
      ) : status === 'stale' ? (
        <Thinking>Thinking about your new ratings</Thinking>
      ) : status === 'pending' ? (
        'A good list for anyone, until your own is ready.'
      ) : isNews ? (
        <Done>Updated with what you just told us</Done>
      ) : (
        ''
      )}
      {world && world.inCatalogue < LITTLE && <span> {world.text}; then the list goes on with others.</span>}
      {degraded.includes('plots') && <span className="degraded"> Made without the plots for now.</span>}
      {degraded.includes('stars') && (
        <span className="degraded"> A first list: a better one is on its way.</span>
      )}
    </p>
  );
}
