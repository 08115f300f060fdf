import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ratingsQuery } from '../../api/me';
import { usePopular } from '../../api/movies';
import { againstCrowd, hiddenFavourites, tasteOf } from '../../api/taste';
import { Empty, Failed } from '../../components/basic/states';
import { useTitle } from '../title';
import { Chart } from './taste.chart';
import { Crowded, FilmsOf, PeopleAndCountries } from './taste.sections';

export function TastePage() {
  useTitle('My taste');
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
      <div role="status" aria-label="Loading">
        {[1, 2, 3, 4, 5, 6].map((i) => (
          <div key={i} className="skeleton line chart-line" aria-hidden="true" />
        ))}
      </div>
    );
  if (ratings.data.length === 0)
    return (
      <Empty title="Your taste is still a secret">
        <p>
          <Link to="/rate">Rate a few films</Link> and it shows here.
        </p>
      </Empty>
    );
  const { genres, decades } = tasteOf(ratings.data, popular.data);
  const hidden = hiddenFavourites(ratings.data, popular.data);
  const crowd = againstCrowd(ratings.data);
  return (
    <>
      <p className="muted chart-note">
        Films you gave 3.5 stars or more, against what everyone rates: the {popular.data.length} best-known
        films here, weighted by how often each was rated.
      </p>
      <div className="columns even">
        <Chart title="Genres" rows={genres} />
        <Chart title="Decades" rows={decades} />
      </div>
      <PeopleAndCountries ratings={ratings.data.length} />
      {hidden.films.length > 0 && (
        <FilmsOf title="Hidden favourites" films={hidden.films}>
          Films you gave 4 stars or more that fewer than {hidden.fewerThan} people here have rated.
        </FilmsOf>
      )}
      {crowd && <Crowded crowd={crowd} />}
    </>
  );
}
