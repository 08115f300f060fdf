import type { OutsideModels } from '../ranking/outside-models.js';
import { decodeModel, ModelFileError, type ModelHeader } from './model-file.js';

/** The form of the structure in a file of outside models. Raised with any change of it, here and where it is written. */
export const OUTSIDE_FORMAT = 1;
/** Beyond these a file is a mistake: memory is taken by them. */
const MOST = { items: 1_000_000, dimensions: 256, kept: 1000, heldOut: 10_000, idLength: 64 };
/** No factor, bias or precision of ratings is larger. */
const LARGEST = 1e6;

/** A file of models that another program has trained. */
export interface OutsideFile {
  header: ModelHeader;
  /** What trained it, as "Spark 4.3.0". */
  engine: string;
  /** When the data it was trained with began to be read. */
  readAt: Date;
  models: OutsideModels;
  /** User and film of each rating that the models were not shown, at most one a user. */
  heldOut: [userId: string, movieId: string][];
}

/** @throws ModelFileError naming what is wrong: damage, another kind or format, lengths, ids, numbers that are none */
export async function readOutsideModels(bytes: Uint8Array): Promise<OutsideFile> {
  const { header, structure } = await decodeModel(bytes);
  const { kind, engine, readAt } = header.parameters ?? {};
  if (kind !== 'outside') throw new ModelFileError('it holds no models of another program');
  if (header.format !== OUTSIDE_FORMAT) {
    throw new ModelFileError(`it is of format ${header.format}, this program reads ${OUTSIDE_FORMAT}`);
  }
  const date = new Date(String(readAt));
  must(!Number.isNaN(date.getTime()), 'readAt', 'is no date');
  const { heldOut, ...models } = structure as OutsideModels & Pick<OutsideFile, 'heldOut'>;
  checkModels(models);
  must(isListOf(heldOut, MOST.heldOut, isPair), 'heldOut', 'is no list of pairs of ids');
  must(new Set(heldOut.map(([user]) => user)).size === heldOut.length, 'heldOut', 'names somebody twice');
  return { header, engine: String(engine).slice(0, MOST.idLength), readAt: date, models, heldOut };
}

function checkModels({ itemIds, ratingCounts, ials, sequence, stars }: OutsideModels): void {
  must(isListOf(itemIds, MOST.items, isId) && itemIds.length > 0, 'itemIds', 'is no list of ids');
  const count = itemIds.length;
  must(new Set(itemIds).size === count, 'itemIds', 'names a film twice');
  numbers(ratingCounts, Int32Array, count, 'ratingCounts', (n) => n >= 0);

  const d = dimensions(ials?.dimensions, 'ials');
  must(ials.unobserved > 0 && ials.unobserved <= 1, 'ials.unobserved', 'is not above 0 to 1');
  numbers(ials.itemFactors, Float32Array, count * d, 'ials.itemFactors', isSmall);

  must(
    sequence?.reach > 0 && sequence.reach <= MOST.kept && isWhole(sequence.kept, 1, MOST.kept),
    'sequence',
    'has impossible parameters',
  );
  checkTies(sequence, count);

  const width = dimensions(stars?.dimensions, 'stars') + 1;
  must(stars.mean >= 0.5 && stars.mean <= 5, 'stars.mean', 'is not from 0.5 to 5');
  must(stars.noise > 0 && isSmall(stars.noise), 'stars.noise', 'is not above 0');
  numbers(stars.itemFactors, Float32Array, count * width, 'stars.itemFactors', isSmall);
  numbers(stars.peopleMean, Float64Array, width, 'stars.peopleMean', isSmall);
  numbers(stars.peoplePrecision, Float64Array, width, 'stars.peoplePrecision', (n) => n > 0 && isSmall(n));
}

function checkTies({ kept, offsets, columns, values }: OutsideModels['sequence'], count: number): void {
  numbers(offsets, Int32Array, count + 1, 'sequence.offsets', (n) => n >= 0);
  must(offsets[0] === 0, 'sequence.offsets', 'does not begin at 0');
  const size = offsets[count];
  numbers(columns, Int32Array, size, 'sequence.columns', (n) => n >= 0 && n < count);
  numbers(values, Float32Array, size, 'sequence.values', (n) => n >= 0 && isSmall(n));
  for (let row = 0; row < count; row++) {
    const length = offsets[row + 1] - offsets[row];
    must(length >= 0 && length <= kept, 'sequence.offsets', `gives film ${row} ${length} ties`);
    for (let e = offsets[row]; e < offsets[row + 1]; e++) {
      must(columns[e] !== row, 'sequence.columns', `ties film ${row} to itself`);
      if (e > offsets[row])
        must(columns[e] > columns[e - 1], 'sequence.columns', `is out of order at film ${row}`);
    }
  }
}

function dimensions(value: unknown, of: string): number {
  must(isWhole(value, 1, MOST.dimensions), `${of}.dimensions`, `is not from 1 to ${MOST.dimensions}`);
  return value;
}

function numbers(
  array: unknown,
  type: typeof Int32Array | typeof Float32Array | typeof Float64Array,
  length: number,
  name: string,
  isSound: (value: number) => boolean,
): void {
  // Not instanceof: a test's realm has array types of its own.
  must(ArrayBuffer.isView(array) && array.constructor.name === type.name, name, `is no ${type.name}`);
  const values = array as unknown as Float64Array;
  must(values.length === length, name, `has ${values.length} numbers, not ${length}`);
  for (let k = 0; k < length; k++)
    if (!isSound(values[k])) throw unsound(name, `has ${values[k]} at ${k}, which cannot be`);
}

/** NaN and infinity are not. */
function isSmall(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MOST.idLength;
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every(isId);
}

function isListOf<T>(value: unknown, most: number, isOne: (entry: unknown) => entry is T): value is T[] {
  return Array.isArray(value) && value.length <= most && value.every(isOne);
}

function must(holds: boolean, name: string, why: string): asserts holds {
  if (!holds) throw unsound(name, why);
}

function unsound(name: string, why: string): ModelFileError {
  return new ModelFileError(`${name} ${why}`);
}
