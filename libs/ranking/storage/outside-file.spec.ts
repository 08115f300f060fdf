import { describe, expect, it } from '@jest/globals';
import { twoGroups } from '../data/two-groups.fixture.js';
import { outsideModels } from '../ranking/outside.fixture.js';
import { encodeModel, type ModelHeader } from './model-file.js';
import { OUTSIDE_FORMAT, readOutsideModels } from './outside-file.js';

const models = outsideModels(twoGroups());
const heldOut = [['a', models.itemIds[0]]];
const HEADER: ModelHeader = {
  modelId: 's-20260101000000',
  format: OUTSIDE_FORMAT,
  createdAt: '2026-01-01T00:00:00.000Z',
  seed: 1,
  dataHash: '',
  parameters: { kind: 'outside', engine: 'Spark 4', readAt: '2026-01-01T00:00:00.000Z' },
  metrics: {},
};
type Structure = typeof models & { heldOut: unknown };

const fileOf = (structure: object = { ...models, heldOut }, header: Partial<ModelHeader> = {}) =>
  encodeModel(structure, { ...HEADER, ...header });

describe('a file of models trained elsewhere', () => {
  it('is read with what trained it and what it was not shown', async () => {
    expect(await readOutsideModels(fileOf())).toEqual({
      header: HEADER,
      engine: 'Spark 4',
      readAt: new Date('2026-01-01T00:00:00Z'),
      models,
      heldOut,
    });
  });

  it.each<[string, Partial<ModelHeader>, string]>([
    ['kind', { parameters: {} }, 'no models of another program'],
    ['format', { format: OUTSIDE_FORMAT + 1 }, `of format ${OUTSIDE_FORMAT + 1}`],
    ['date', { parameters: { kind: 'outside', readAt: 'yesterday' } }, 'readAt is no date'],
  ])('is refused when it is of another %s', async (_, header, why) => {
    await expect(readOutsideModels(fileOf(undefined, header))).rejects.toThrow(why);
  });

  const changed = <T extends { slice(): T; [at: number]: number }>(array: T, at: number, value: number) => {
    const copy = array.slice();
    copy[at] = value;
    return copy;
  };
  it.each<[string, (whole: Structure) => void]>([
    ['itemIds names a film twice', (whole) => (whole.itemIds = whole.itemIds.with(1, whole.itemIds[0]))],
    ['itemIds is no list of ids', (whole) => (whole.itemIds = [])],
    ['ratingCounts has -1', (whole) => (whole.ratingCounts = changed(whole.ratingCounts, 2, -1))],
    ['ratingCounts is no Int32Array', (whole) => Object.assign(whole, { ratingCounts: [1, 2] })],
    ['ials.itemFactors has NaN at 3', ({ ials }) => (ials.itemFactors = changed(ials.itemFactors, 3, NaN))],
    ['ials.itemFactors has', ({ ials }) => (ials.itemFactors = ials.itemFactors.slice(1))],
    ['ials.dimensions is not from 1', ({ ials }) => (ials.dimensions = 0)],
    ['ials.unobserved', ({ ials }) => (ials.unobserved = 0)],
    ['sequence.offsets', ({ sequence }) => (sequence.offsets = changed(sequence.offsets, 1, 1_000_000))],
    ['sequence.columns has', ({ sequence }) => (sequence.columns = changed(sequence.columns, 0, 1_000_000))],
    ['ties film 0 to itself', ({ sequence }) => (sequence.columns = changed(sequence.columns, 0, 0))],
    [
      'out of order',
      ({ sequence }) => (sequence.columns = changed(sequence.columns, 0, sequence.columns[1])),
    ],
    [
      'sequence.values has Infinity',
      ({ sequence }) => (sequence.values = changed(sequence.values, 0, Infinity)),
    ],
    ['stars.mean', ({ stars }) => (stars.mean = NaN)],
    ['stars.noise', ({ stars }) => (stars.noise = 0)],
    [
      'stars.peoplePrecision has 0',
      ({ stars }) => (stars.peoplePrecision = changed(stars.peoplePrecision, 1, 0)),
    ],
    ['heldOut is no list of pairs', (whole) => (whole.heldOut = [['a']])],
    ['heldOut names somebody twice', (whole) => (whole.heldOut = [heldOut[0], heldOut[0]])],
  ])('is refused where %s', async (why, change) => {
    const whole: Structure = {
      ...models,
      ials: { ...models.ials },
      sequence: { ...models.sequence },
      stars: { ...models.stars },
      heldOut,
    };
    change(whole);
    await expect(readOutsideModels(fileOf(whole))).rejects.toThrow(why);
  });
});
