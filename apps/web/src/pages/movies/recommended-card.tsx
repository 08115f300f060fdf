import { memo } from 'react';
import type { Recommendation } from '../../api/client';
import { Card } from '../../components/movie/card';
import { PredictedBadge } from '../../components/movie/stars-badge';

interface RecommendedCardProps {
  item: Recommendation;
  eager: boolean;
  to: string;
  isTabStop?: boolean;
}

/**
 * A movie of a list or row, with how well it fits and why it is there. Drawn again only when something of it has changed: two
 * hundred stand on a page, and their page has much to tell besides.
 */
export const RecommendedCard = memo(function RecommendedCard({
  item,
  eager,
  to,
  isTabStop,
}: RecommendedCardProps) {
  const { movie, match, predictedRating, reasons } = item;
  // The figures already say what people of the same taste think; a reason with a name says more.
  const reason = reasons.find(({ name }) => name) ?? reasons[0];
  return (
    <Card
      movie={movie}
      to={to}
      isOverList
      isQuick
      isTabStop={isTabStop}
      eager={eager}
      badge={<PredictedBadge stars={predictedRating} match={match} />}
    >
      {reason && <p className="card-reason">{reason.text}</p>}
    </Card>
  );
});
