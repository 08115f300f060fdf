import { Icon } from '../basic/icons';
import { film } from '../../words/en/film';
import { number, percent, tenth } from '../../words/format';

export function MyStarsBadge({ stars }: { stars?: number }) {
  if (stars === undefined) return null;
  return (
    <span className="predicted mine">
      <Icon name="star" filled />
      <span className="visually-hidden">{film.youGave} </span>
      {number(stars)}
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
          <strong className="match">{percent(match / 100)}</strong>
          <span className="visually-hidden"> {film.match} </span>
        </>
      )}
      <Icon name="star" filled />
      <span className="visually-hidden">{film.predicted} </span>
      {tenth(stars)}
      <span className="visually-hidden"> {film.starsShown}</span>
    </span>
  );
}
