import { Icon } from '../basic/icons';

export function MyStarsBadge({ stars }: { stars?: number }) {
  if (stars === undefined) return null;
  return (
    <span className="predicted mine">
      <Icon name="star" filled />
      <span className="visually-hidden">You gave it </span>
      {stars}
    </span>
  );
}

/** The stars that the user would give, and in a list how well the film fits, in per cent. */
export function PredictedBadge({ stars, match }: { stars?: number; match?: number }) {
  if (stars === undefined) return null;
  return (
    <span className="predicted">
      {match !== undefined && (
        <>
          <strong className="match">{match}%</strong>
          <span className="visually-hidden"> match. </span>
        </>
      )}
      <Icon name="star" filled />
      <span className="visually-hidden">Predicted </span>
      {stars.toFixed(1)}
      <span className="visually-hidden"> stars</span>
    </span>
  );
}
