import { Link } from 'react-router';
import type { Reason as ReasonOf } from '../../api/client';
import { useWhy } from '../../api/why';
import { ContributionBar } from '../movie/contribution-bar';
import { Reason } from '../movie/reason';
import { StarsShown } from '../movie/stars';
import { Failed } from '../basic/states';

/** How a movie fits the user: the figures, what speaks for it and what against it. */
export function ForAndAgainst({ movieId }: { movieId: string }) {
  const { data, isError, error, refetch } = useWhy(movieId);
  if (isError && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <div className="skeleton why-shape" role="status" aria-label="Weighing the film" />;
  const { match, predictedRating, place, reasons, against, contributions, score } = data;
  return (
    <div className="why">
      <p className="sheet-predicted">
        <span>
          <strong>{match}%</strong> match
        </span>
        <span>
          <StarsShown value={predictedRating} /> <strong>{predictedRating.toFixed(1)}</strong> for you
        </span>
        <span>
          {place === undefined ? (
            'Not on your list'
          ) : (
            <>
              Number {place} on <Link to="/">your list</Link>
            </>
          )}
        </span>
      </p>
      <div className="why-sides">
        <div>
          <h3>For it</h3>
          <Side label="What speaks for it" reasons={reasons} className="reasons" />
        </div>
        <div>
          <h3>Against it</h3>
          <Side label="What speaks against it" reasons={against} className="reasons against" />
        </div>
      </div>
      <ContributionBar contributions={contributions} score={score} />
    </div>
  );
}

function Side({ label, reasons, className }: { label: string; reasons: ReasonOf[]; className: string }) {
  if (reasons.length === 0) return <p className="muted">Nothing that your ratings tell.</p>;
  return (
    <ul className={className} aria-label={label}>
      {reasons.map((reason) => (
        <li key={reason.text}>
          <Reason reason={reason} />
        </li>
      ))}
    </ul>
  );
}
