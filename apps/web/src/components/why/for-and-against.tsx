import { Link } from 'react-router';
import type { Reason as ReasonOf } from '../../api/client';
import { useWhy } from '../../api/why';
import { ContributionBar } from '../movie/contribution-bar';
import { Reason } from '../movie/reason';
import { Match, StarsForMe } from '../movie/fit';
import { Failed } from '../basic/states';
import { movie as words } from '../../words/en/movie';
import { Rich } from '../../words/rich';

/** How a movie fits the user: the figures, what speaks for it and what against it. */
export function ForAndAgainst({ movieId }: { movieId: string }) {
  const { data, isError, error, refetch } = useWhy(movieId);
  if (isError && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <div className="skeleton why-shape" role="status" aria-label={words.weighing} />;
  const { match, predictedRating, place, reasons, against, contributions, score } = data;
  return (
    <div className="why">
      <p className="sheet-predicted">
        <span>
          <Match match={match} />
        </span>
        <span>
          <StarsForMe stars={predictedRating} />
        </span>
        <span>
          {place === undefined ? (
            words.notOnList
          ) : (
            <Rich text={words.placeOnList(place)} parts={{ list: (link) => <Link to="/">{link}</Link> }} />
          )}
        </span>
      </p>
      <div className="why-sides">
        <div>
          <h3>{words.for}</h3>
          <Side label={words.speaksFor} reasons={reasons} className="reasons" />
        </div>
        <div>
          <h3>{words.against}</h3>
          <Side label={words.speaksAgainst} reasons={against} className="reasons against" />
        </div>
      </div>
      <ContributionBar contributions={contributions} score={score} />
    </div>
  );
}

function Side({ label, reasons, className }: { label: string; reasons: ReasonOf[]; className: string }) {
  if (reasons.length === 0) return <p className="muted">{words.nothingTold}</p>;
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
