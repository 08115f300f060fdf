import { useState } from 'react';
import { Link } from 'react-router';
import { useWall } from '../../api/movies';
import { Poster } from '../../components/poster/poster';
import { useTitle } from '../title';
import { app } from '../../words/en/app';
import { home } from '../../words/en/home';
import { Rich } from '../../words/rich';

/** As many posters as the window has room for behind the words, and no more: each is a picture to fetch. */
function postersInView(): number {
  const { innerWidth: width, innerHeight: height } = window;
  const [gap, overhang] = [15, 90];
  const poster = Math.max(142, 0.11 * width);
  // The words are on the left, and on a narrow window below.
  const [across, down] = width > 736 ? [0.68 * width + overhang, height] : [width + 2 * overhang, height / 2];
  const columns = Math.floor((across + gap) / (poster + gap));
  // The wall is turned, so its right side begins higher up.
  const rows = Math.ceil((down + overhang + 0.1 * width) / (1.5 * poster + gap));
  return columns * rows;
}

export function WelcomePage() {
  useTitle();
  const { data } = useWall();
  const [count] = useState(postersInView);
  return (
    <div className="welcome">
      <div className="welcome-wall" aria-hidden="true">
        {data?.items.slice(0, count).map((movie) => (
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
