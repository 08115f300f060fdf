import { Link } from 'react-router';
import type { Reason as ReasonOf } from '../../api/client';

/** A reason in words; the movie it names is a link. */
export function Reason({ reason, link = true }: { reason: ReasonOf; link?: boolean }) {
  const { text, movieId, name } = reason;
  const at = link && movieId && name ? text.lastIndexOf(name) : -1;
  if (at < 0 || !name) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <Link to={`/movies/${movieId}`}>{name}</Link>
      {text.slice(at + name.length)}
    </>
  );
}
