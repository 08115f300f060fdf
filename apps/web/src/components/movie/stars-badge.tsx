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

/** The stars that the user would give. */
export function PredictedBadge({ stars }: { stars?: number }) {
  if (stars === undefined) return null;
  return (
    <span className="predicted">
      <Icon name="star" filled />
      <span className="visually-hidden">Predicted </span>
      {stars.toFixed(1)}
      <span className="visually-hidden"> stars</span>
    </span>
  );
}
