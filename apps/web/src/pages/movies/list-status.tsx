import { useEffect, useState } from 'react';
import type { RecommendationPage } from '../../api/client';
import { Done, Thinking } from '../../components/basic/states';
import { home } from '../../words/en/home';

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
        <Thinking>{home.looking}</Thinking>
      ) : status === 'stale' ? (
        <Thinking>{home.thinking}</Thinking>
      ) : status === 'pending' ? (
        home.forAnyone
      ) : isNews ? (
        <Done>{home.updated}</Done>
      ) : (
        ''
      )}
      {world && world.inCatalogue < LITTLE && <span> {home.worldEnds(world.text)}</span>}
      {degraded.includes('plots') && <span className="degraded"> {home.withoutPlots}</span>}
      {degraded.includes('stars') && <span className="degraded"> {home.firstList}</span>}
    </p>
  );
}
