import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import { likenessSection } from './likeness.section.js';
import { evaluationData } from '../splits/evaluation.data.js';
import { isOfKind, LIKENESS_FILMS } from '../lists/likeness.films.js';
import { measureLikeness, median } from '../lists/likeness.measures.js';

const horror = Array.from({ length: 12 }, (_, n) => ({
  id: n === 0 ? '948' : `horror-${n}`,
  genres: ['Horror'],
  language: 'en',
  year: 1978,
}));
const famous = Array.from({ length: 12 }, (_, n) => ({
  id: `famous-${n}`,
  genres: ['Drama'],
  language: 'en',
  year: 1994,
}));

/** Everybody likes the famous films, every second person the horror films too. */
function data(year = 1978) {
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 40; user++) {
    for (const { id } of famous) builder.add(`u${user}`, id, 5, 0);
    if (user % 2 === 0) for (const { id } of horror) builder.add(`u${user}`, id, 4, 0);
  }
  const items = [...horror.map((item) => ({ ...item, year })), ...famous];
  return evaluationData('made up', items, builder.build(), 1);
}

describe('films like thirty', () => {
  it('are thirty, each of its own kind', () => {
    expect(new Set(LIKENESS_FILMS.map(({ id }) => id)).size).toBe(30);
    for (const { id, year, language, kind } of LIKENESS_FILMS)
      expect(isOfKind({ id, year, language, genres: kind.genre ? [kind.genre] : [] }, kind)).toBe(true);
  });

  it('are measured by their kind and by how famous they are', () => {
    const [row, ...more] = measureLikeness(data(), LIKENESS_FILMS);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ title: 'Halloween', kind: 'Horror', catalogue: 0.5 });
    expect(row.served.ofKind).toBe(1);
    expect(row.served.medianRank).toBeGreaterThan(12);
    const { tables, charts } = likenessSection([row]);
    expect(tables[0].rows.map(([film, kind, ...cells]) => [film, kind, cells[1]])).toEqual([
      ['Halloween', 'Horror', '1.000'],
      ['all', '', '1.000'],
    ]);
    expect(charts).toHaveLength(1);
  });

  it('are not those of another data set that has a film of the same number', () => {
    expect(measureLikeness(data(1999), LIKENESS_FILMS)).toEqual([]);
  });

  it('have a median', () => {
    expect([median([]), median([3]), median([9, 1, 2]), median([4, 1, 2, 9])]).toEqual([0, 3, 2, 3]);
  });
});
