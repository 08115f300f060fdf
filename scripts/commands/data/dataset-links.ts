/**
 * Makes data/movielens-links.csv: which TMDB movie each MovieLens movie of the sample's ratings is. MovieLens's titles
 * and years come from Debian's r-cran-dslabs, TMDB's from the sample.
 *
 *   npm run dataset:links
 */
import { execFile } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { readCsv, readCsvFile } from '#datasets/csv/csv-table.js';
import { linkMovies, type MetadataTitle, type MovielensTitle } from '#datasets/matching/movie-linker.js';
import { titleFingerprint } from '#datasets/matching/title-fingerprint.js';
import { titleKeys } from '#datasets/matching/title-key.js';
import { projectRoot } from '#platform/config/project-root.js';
import { emptySummary } from '#datasets/records/read-summary.js';
import { ensureSample } from '#datasets/sample/sample.js';

const run = promisify(execFile);
const debianPackage = 'r-cran-dslabs';

const movielensTitlesInR = `
data(movielens, package = "dslabs")
films <- unique(movielens[, c("movieId", "title", "year")])
write.csv(films[order(films$movieId), ], stdout(), row.names = FALSE, fileEncoding = "UTF-8")`;

/**
 * Titles MovieLens knows a movie by that TMDB does not: renamed for another country, or missing in dslabs.
 * Each was looked up by hand.
 */
const alsoKnownAs: Record<number, [title: string, year: number]> = {
  96: ["A Midwinter's Tale", 1995],
  374: ['Ri¢hie Ri¢h', 1994],
  571: ['Wide Eyed and Legless', 1993],
  2191: ['Keep the Aspidistra Flying', 1997],
  2655: ['Howling II: Stirba - Werewolf Bitch', 1985],
  3761: ['Bound by Honor', 1993],
  5672: ['Pokémon 4Ever: Celebi - Voice of the Forest', 2001],
  5678: ['The 51st State', 2001],
  5779: ['Piranha Part Two: The Spawning', 1981],
  6531: ['The Advocate', 1993],
  31747: ["Don't Tell Her It's Me", 1990],
  49526: ['Van Wilder 2: The Rise of Taj', 2006],
  68073: ['The Boat That Rocked', 2009],
  72781: ['The Red Chapel', 2009],
  74115: ["Dante's Hell Animated", 2013],
  94833: ['The Pirates! In an Adventure with Scientists!', 2012],
  96634: ['Emergo', 2011],
  98829: ['Kung Fu Cult Master', 1993],
  102666: ['Ivan Vasilyevich Changes His Profession', 1973],
  107382: ["Moms Mabley: I Got Somethin' to Tell You", 2013],
  135569: ['Star Trek Beyond', 2016],
  139915: ['Some Kind of Beautiful', 2015],
  143410: ['Hyena Road', 2015],
  151307: ['The Lovers and the Despot', 2016],
};

async function movielensTitles(): Promise<MovielensTitle[]> {
  const csv = await readTitlesWithR().catch(async (error: Error) => {
    if (process.getuid?.() !== 0) {
      throw new Error(
        `needs R with ${debianPackage}: run "sudo apt-get install ${debianPackage}" (${error.message})`,
      );
    }
    console.log(`installing ${debianPackage}`);
    await run('apt-get', ['update']);
    await run('apt-get', ['install', '--yes', '--no-install-recommends', debianPackage]);
    return readTitlesWithR();
  });
  const movies: MovielensTitle[] = [];
  const summary = emptySummary('dslabs movielens');
  for await (const { values } of readCsv(
    Readable.from([csv]),
    { required: ['movieId', 'title', 'year'] },
    summary,
  )) {
    const id = Number(values.movieId);
    const [title, year] = alsoKnownAs[id] ?? [values.title, Number(values.year)];
    if (Number.isInteger(year)) movies.push({ id, title, year });
    else console.log(`${debianPackage} has no title for MovieLens film ${id}`);
  }
  return movies;
}

async function readTitlesWithR(): Promise<string> {
  const { stdout } = await run('Rscript', ['--vanilla', '-e', movielensTitlesInR], {
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  return stdout;
}

async function metadataTitles(tmdbFolder: string): Promise<MetadataTitle[]> {
  const summary = emptySummary('movies_metadata.csv');
  const movies: MetadataTitle[] = [];
  const columns = { required: ['id', 'title', 'original_title', 'release_date'] } as const;
  for await (const { values } of readCsvFile(join(tmdbFolder, summary.file), columns, summary)) {
    if (!/^\d+$/u.test(values.id)) continue;
    movies.push({
      tmdbId: values.id,
      title: values.title,
      originalTitle: values.original_title,
      year: Number(values.release_date.slice(0, 4)) || undefined,
    });
  }
  return movies;
}

/** What each film's titles and year come to: by them other data sets' films are found without a table of titles. */
function fingerprints(metadata: MetadataTitle[]): Map<string, string> {
  return new Map(
    metadata.map(({ tmdbId, title, originalTitle, year }) => {
      const keys = new Set(year === undefined ? [] : [title, originalTitle].flatMap(titleKeys));
      return [tmdbId, [...keys].map((key) => titleFingerprint(key, year!)).join(' ')];
    }),
  );
}

async function main(): Promise<void> {
  const root = projectRoot();
  const sample = await ensureSample(join(root, '.local', 'cache'));
  const [movielens, metadata] = await Promise.all([movielensTitles(), metadataTitles(sample.tmdbFolder)]);
  const links = linkMovies(movielens, metadata);

  const partial = `${sample.links}.partial`;
  const titles = fingerprints(metadata);
  const rows = links.map(({ movielensId, tmdbId }) => `${movielensId},${tmdbId},${titles.get(tmdbId)}`);
  await writeFile(partial, ['movieId,tmdbId,titles', ...rows, ''].join('\n'));
  await rename(partial, sample.links);

  const linked = new Set(links.map(({ movielensId }) => movielensId));
  for (const by of new Set(links.map((link) => link.by))) {
    console.log(`${links.filter((link) => link.by === by).length} by ${by}`);
  }
  console.log(`${links.length} of ${movielens.length} films linked → data/movielens-links.csv`);
  for (const { id, title, year } of movielens)
    if (!linked.has(id)) console.log(`not linked: ${id} ${title} (${year})`);
  if (process.argv.includes('--verbose')) {
    const byId = new Map(metadata.map((movie) => [movie.tmdbId, movie]));
    const names = new Map(movielens.map((movie) => [movie.id, movie]));
    for (const { movielensId, tmdbId, by } of links.filter((link) => link.by !== 'title')) {
      const [a, b] = [names.get(movielensId), byId.get(tmdbId)];
      console.log(
        `${by}: ${movielensId} ${a?.title} (${a?.year}) = ${tmdbId} ${b?.title} / ${b?.originalTitle} (${b?.year})`,
      );
    }
  }
}

await main().catch((error: Error) => {
  console.error(`dataset:links: ${error.message}`);
  process.exitCode = 1;
});
