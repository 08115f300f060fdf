import { useState } from 'react';
import { Link } from 'react-router';
import { useWall } from '../../api/movies';
import { wallInView } from '../../components/poster/pictures';
import { Poster } from '../../components/poster/poster';
import { useTitle } from '../title';
import { app } from '../../words/en/app';
import { home } from '../../words/en/home';
import { Rich } from '../../words/rich';

export function WelcomePage() {
  useTitle();
  const { data } = useWall();
  const [{ columns, rows }] = useState(wallInView);
  return (
    <div className="welcome">
      <div className="welcome-wall" aria-hidden="true">
        {data?.items.slice(0, columns * rows).map((movie) => (
          <div key={movie.id}>
            <Poster movie={movie} isBackdrop />
          </div>
        ))}
      </div>
      <div className="welcome-words">
        <h1>{home.welcome}</h1>
        <p>{home.welcomeHow}</p>
        <p className="welcome-actions">
          <Link to="/register" className="button primary large">
            {home.startRating}
          </Link>
          <Link to="/login" className="button quiet large">
            {app.logIn}
          </Link>
        </p>
        <ul className="welcome-points">
          {home.points.map((point) => (
            <li key={point}>
              <Rich text={point} parts={{ strong: (words) => <strong>{words}</strong> }} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
