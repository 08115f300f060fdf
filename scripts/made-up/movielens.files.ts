import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GENRES, type MadeUpWorld } from './made-up.ratings.js';
import { pieces } from './pieces.js';

/**
 * Writes a world as MovieLens has its files: ratings.csv by user, movies.csv, links.csv. One person at a time is in memory.
 *
 * @param onPerson  called with how many people are written
 * @returns how many ratings there are
 */
export async function writeMovielens(
  folder: string,
  world: MadeUpWorld,
  onPerson: (people: number) => void = () => undefined,
): Promise<number> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, lines: Iterable<string>) =>
    pipeline(Readable.from(pieces(lines)), createWriteStream(join(folder, name)));
  let ratings = 0;
  const count = (people: number, rated: number) => {
    ratings += rated;
    onPerson(people);
  };
  await write('ratings.csv', ratingLines(world, count));
  await write('movies.csv', movieLines(world));
  await write('links.csv', linkLines(world));
  return ratings;
}

function* ratingLines(world: MadeUpWorld, onPerson: (people: number, ratings: number) => void) {
  yield 'userId,movieId,rating,timestamp\n';
  let user = 0;
  for (const { films, stars, times } of world.people()) {
    user++;
    for (let at = 0; at < films.length; at++) yield `${user},${films[at] + 1},${stars[at]},${times[at]}\n`;
    onPerson(user, films.length);
  }
}

function* movieLines({ size, genres }: MadeUpWorld) {
  yield 'movieId,title,genres\n';
  for (let film = 0; film < size.films; film++) {
    const own = new Set([GENRES[genres[2 * film]], GENRES[genres[2 * film + 1]]]);
    yield `${film + 1},Film ${film + 1} (${1930 + (film % 95)}),${[...own].join('|')}\n`;
  }
}

function* linkLines({ size }: MadeUpWorld) {
  yield 'movieId,imdbId,tmdbId\n';
  for (let film = 1; film <= size.films; film++) yield `${film},${String(film).padStart(7, '0')},${film}\n`;
}
