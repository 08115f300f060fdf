import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ratingsQuery } from '../../api/me';
import { usePopular } from '../../api/movies';
import { againstCrowd, hiddenFavourites, tasteOf } from '../../api/taste';
import { Empty, Failed } from '../../components/basic/states';
import { useTitle } from '../title';
import { Chart } from './taste.chart';
import { Crowded, FilmsOf, PeopleAndCountries } from './taste.sections';
import { app } from '../../words/en/app';
import { genreName } from '../../words/en/film';
import { taste } from '../../words/en/mine';
import { Rich } from '../../words/rich';

export function TastePage() {
  useTitle(taste.title);
  const ratings = useQuery(ratingsQuery);
  const popular = usePopular();
  const failed = ratings.error ?? popular.error;
  if (failed)
    return (
      <Failed
        error={failed}
        retry={() => {
          void ratings.refetch();
          void popular.refetch();
        }}
      />
    );
  if (!ratings.data || !popular.data)
    return (
      <div role="status" aria-label={app.loading}>
        {[1, 2, 3, 4, 5, 6].map((i) => (
          <div key={i} className="skeleton line chart-line" aria-hidden="true" />
        ))}
      </div>
    );
  if (ratings.data.length === 0)
    return (
      <Empty title={taste.secret}>
        <p>
          <Rich text={taste.rateToShow} parts={{ rate: (link) => <Link to="/rate">{link}</Link> }} />
        </p>
      </Empty>
    );
  const { genres, decades } = tasteOf(ratings.data, popular.data);
  const hidden = hiddenFavourites(ratings.data, popular.data);
  const crowd = againstCrowd(ratings.data);
  return (
    <>
      <p className="muted chart-note">{taste.against(popular.data.length)}</p>
      <div className="columns even">
        <Chart title={taste.genres} rows={genres.map((row) => ({ ...row, name: genreName(row.name) }))} />
        <Chart
          title={taste.decades}
          rows={decades.map((row) => ({ ...row, name: taste.decadeOf(row.name) }))}
        />
      </div>
      <PeopleAndCountries ratings={ratings.data.length} />
      {hidden.films.length > 0 && (
        <FilmsOf title={taste.hidden} films={hidden.films}>
          {taste.hiddenWhy(hidden.fewerThan)}
        </FilmsOf>
      )}
      {crowd && <Crowded crowd={crowd} />}
    </>
  );
}
