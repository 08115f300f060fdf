import type { TasteRow } from '../../api/taste';
import { taste } from '../../words/en/mine';
import { percent } from '../../words/format';

const shareOf = (share: number) => percent(share, share > 0 && share < 0.0995 ? 1 : 0);

/** Two bars a row; the same numbers stand beside as a table's for those who cannot see the bars. */
export function Chart({ title, rows }: { title: string; rows: TasteRow[] }) {
  const longest = Math.max(...rows.flatMap(({ mine, everyone }) => [mine, everyone]), 0.01);
  return (
    <section className="chart">
      <table>
        <caption>
          <span>{title}</span>
          <span className="chart-key" aria-hidden="true">
            <span className="swatch mine" /> {taste.me} <span className="swatch everyone" /> {taste.everyone}
          </span>
        </caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{taste.meHead}</th>
            <th scope="col">{taste.everyoneHead}</th>
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
      <span className="bar-value">{shareOf(share)}</span>
    </span>
  );
}
