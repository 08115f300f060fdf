import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ratingsQuery } from '../../api/me';
import { usePopular } from '../../api/movies';
import { type TasteRow, tasteOf } from '../../api/taste';
import { Empty, Failed } from '../../components/basic/states';
import { useTitle } from '../title';

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
    </>
  );
}

const percent = (share: number) => `${(share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`;

/** Two bars a row; the same numbers stand beside as a table's for those who cannot see the bars. */
function Chart({ title, rows }: { title: string; rows: TasteRow[] }) {
  const longest = Math.max(...rows.flatMap(({ mine, everyone }) => [mine, everyone]), 0.01);
  return (
    <section className="chart">
      <table>
        <caption>
          <span>{title}</span>
          <span className="chart-key" aria-hidden="true">
            <span className="swatch mine" /> me <span className="swatch everyone" /> everyone
          </span>
        </caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">Me</th>
            <th scope="col">Everyone</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, mine, everyone }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Bar kind="mine" share={mine} longest={longest} />
              </td>
              <td>
                <Bar kind="everyone" share={everyone} longest={longest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Bar({ kind, share, longest }: { kind: 'mine' | 'everyone'; share: number; longest: number }) {
  return (
    <span className="bar" data-kind={kind}>
      <span className="bar-fill" style={{ width: `${(share / longest) * 100}%` }} aria-hidden="true" />
      <span className="bar-value">{percent(share)}</span>
    </span>
  );
}
