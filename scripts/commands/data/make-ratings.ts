/**
 * Writes made-up ratings as MovieLens has its files, as many as a product may ever see:
 *
 *   npm run make-ratings -- --out <folder> [--people 200000] [--films 87000] [--each 159] [--imdb-titles 0] [--seed 1]
 *
 * With `--imdb-titles` IMDb's files of so many titles stand beside them.
 * The defaults make about 32 million, with popularity and diligence as in public statistics. The same arguments give the same
 * files.
 */
import { parseArgs } from 'node:util';
import { count, Progress } from '#platform/process/progress.js';
import { writeImdb } from '../../made-up/imdb.files.js';
import { MadeUpWorld } from '../../made-up/made-up.ratings.js';
import { writeMovielens } from '../../made-up/movielens.files.js';
import { oneLine, SetupError } from '../../process/setup-error.js';
import { wholeOption } from '../../process/whole-option.js';

const USAGE = 'usage: npm run make-ratings -- --out <folder> [--people N] [--films N] [--each N] [--imdb-titles N] [--seed N]';

try {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { out: text, people: text, films: text, each: text, 'imdb-titles': text, seed: text },
  });
  if (!values.out) throw new SetupError(USAGE);
  const { out } = values;
  const people = wholeOption('people', values.people, 200_000, 1, 10_000_000);
  const films = wholeOption('films', values.films, 87_000, 100, 1_000_000);
  const ratingsEach = wholeOption('each', values.each, 159, 21, 10_000);
  const titles = wholeOption('imdb-titles', values['imdb-titles'], 0, 0, 20_000_000);
  const seed = wholeOption('seed', values.seed, 1, 1, 1_000_000);
  const progress = new Progress();
  await progress.step(`Writing ${out}`, async (report) => {
    const world = new MadeUpWorld({ people, films, ratingsEach, seed });
    const ratings = await writeMovielens(out, world, (done) => report.fraction(done / people));
    report.say(`${count(ratings)} ratings of ${count(films)} films by ${count(people)} people`);
  });
  if (titles > 0) await progress.step(`Writing IMDb's files of ${count(titles)} titles`, () => writeImdb(out, titles));
} catch (error) {
  console.error(`✗ ${oneLine(error)}`);
  process.exitCode = 1;
}
