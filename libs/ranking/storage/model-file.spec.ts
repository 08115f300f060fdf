import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { parseWeights } from '../scores/blend.js';
import { decodeModel, encodeModel, type ModelHeader } from './model-file.js';
import { Ranker } from '../ranking/ranker.js';
import { twoGroups } from '../data/two-groups.fixture.js';
import { dataMemory, KernelMemory } from '../kernels/kernel.memory.js';

const HEADER: ModelHeader = {
  modelId: 'm-20260101000000-abcdef',
  createdAt: '2026-01-01T00:00:00.000Z',
  seed: 1,
  dataHash: 'abcdef012345',
  parameters: { ridge: 150, kinds: ['genres'] },
  metrics: { users: 2 },
};

const shared = Float32Array.of(1.5, -2.5, Infinity);
const STRUCTURE = {
  ids: ['603', 'ml-1', 'Les Enfants du paradis', ''],
  deep: { list: [{ bytes: Uint8Array.of(1, 2, 3) }, null, true], empty: new Float64Array(0) },
  'deep.list': Int16Array.of(-1),
  __metadata__: Int8Array.of(-7),
  shared,
  again: shared,
  map: new Map<unknown, unknown>([
    ['a', Float64Array.of(NaN, -0)],
    [7, 'seven'],
  ]),
  odd: { nan: NaN, minusZero: -0, infinite: -Infinity, missing: undefined },
  $tensor: 'a name of our own',
  big: BigInt64Array.of(-(2n ** 60n)),
};

/** The file with its header changed and everything else left, checksum included. */
function withTable(
  file: Uint8Array,
  change: (table: Record<string, object> & { __metadata__: Record<string, string> }) => void,
) {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const table = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  change(table);
  const text = Buffer.from(JSON.stringify(table));
  const padded = Buffer.concat([text, Buffer.alloc(-text.length & 7, ' ')]);
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(padded.length));
  return new Uint8Array(Buffer.concat([head, padded, file.subarray(8 + length)]));
}

// A ranker is fitted, which is slow where coverage is measured.
jest.setTimeout(30_000);

describe('a model file', () => {
  it('brings back the structure and the header', async () => {
    const { header, structure } = await decodeModel(encodeModel(STRUCTURE, HEADER));
    expect(header).toEqual(HEADER);
    expect(structure).toEqual(STRUCTURE);
    expect((structure as typeof STRUCTURE).again).toBe((structure as typeof STRUCTURE).shared);
  });

  it('is safetensors: the header alone says where each tensor lies', () => {
    const file = encodeModel({ m: { w: Float32Array.of(1, 2), b: Uint8Array.of(9) } }, HEADER);
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    const { __metadata__: metadata, ...tensors } = JSON.parse(
      new TextDecoder().decode(file.subarray(8, 8 + length)),
    );
    expect(tensors).toEqual({
      'm.w': { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      'm.b': { dtype: 'U8', shape: [1], data_offsets: [8, 9] },
    });
    for (const value of Object.values(metadata)) expect(typeof value).toBe('string');
    expect(new DataView(file.buffer).getFloat32(8 + length + 4, true)).toBe(2);
    expect(length % 8).toBe(0);
  });

  it('gives arrays that lie where kernels read them, also where the file lies askew', async () => {
    const arrays = { w: Float64Array.of(1, 2), b: Uint8Array.of(1) };
    const file = encodeModel(arrays, HEADER);
    const { structure } = await decodeModel(file);
    const { w, b } = structure as typeof arrays;
    expect({ w, b }).toEqual(arrays);
    expect(KernelMemory.of(w, b)).toBeDefined();
    const placed = dataMemory(file.length + 8);
    for (const from of [0, 3, 8]) {
      placed.set(file, from);
      const found = (await decodeModel(placed.subarray(from, from + file.length))).structure as typeof arrays;
      expect(found).toEqual(arrays);
      // Where it lies as it has to, nothing is copied.
      expect(found.w.buffer === placed.buffer).toBe(from % 8 === 0);
    }
    const askew = new Uint8Array(file.length + 3).subarray(3);
    askew.set(file);
    expect((await decodeModel(askew)).structure).toEqual(structure);
  });

  it('carries a ranker: the same lists from the file as from training', async () => {
    const { state } = Ranker.fit(twoGroups(), {
      weights: parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8'))),
    });
    const decoded = await decodeModel(encodeModel(state, HEADER));
    const request = { ratings: [{ item: state.itemIds[0], stars: 5, ratedAt: 0 }], limit: 10 };
    const loaded = new Ranker(decoded.structure as typeof state);
    expect(loaded.recommend(request)).toEqual(new Ranker(state).recommend(request));
  });

  it('is the same for the same content', () => {
    const hash = () => createHash('sha256').update(encodeModel(STRUCTURE, HEADER)).digest('hex');
    expect(hash()).toBe(hash());
  });

  it('refuses what is not plain data, by its path', () => {
    expect(() => encodeModel({ a: [{ run: () => 1 }] }, HEADER)).toThrow('a.0.run is not plain data');
    expect(() => encodeModel({ when: new Date(0) }, HEADER)).toThrow('when is not plain data');
    expect(() => encodeModel({ n: 1n }, HEADER)).toThrow('n is not plain data');
  });
});

describe('a damaged model file', () => {
  const file = encodeModel(STRUCTURE, HEADER);
  const refused = (bytes: Uint8Array, why: string | RegExp) =>
    expect(decodeModel(bytes)).rejects.toThrow(
      expect.objectContaining({ name: 'ModelFileError', message: expect.stringMatching(why) }),
    );

  it('is refused cut anywhere', async () => {
    await refused(new Uint8Array(0), /cut short: 0 bytes/);
    await refused(file.slice(0, 5), /cut short: 5 bytes/);
    await refused(file.slice(0, 100), /cut short: a header of \d+ bytes in 100/);
    await refused(file.slice(0, -1), /cut short: tensor ".+" ends at \d+ of \d+/);
  });

  it('is refused with something behind it', async () => {
    await refused(new Uint8Array([...file, 0, 0]), /2 bytes too many/);
  });

  it('is refused with one bit turned in any tensor, and nearly anywhere else', async () => {
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    for (let at = 8 + length; at < file.length; at++) {
      const turned = file.slice();
      turned[at] ^= 1;
      await refused(turned, /wrong checksum/);
    }
    for (let at = 0; at < 8 + length - 8; at += 7) {
      const turned = file.slice();
      turned[at] ^= 1;
      await refused(turned, /damaged|cut short|version|not a model file/);
    }
  });

  it('is refused when it is of another version or format', async () => {
    await refused(
      withTable(file, ({ __metadata__: metadata }) => (metadata.version = '99')),
      /of version 99, this program reads 1/,
    );
    await refused(
      withTable(file, ({ __metadata__: metadata }) => (metadata.format = 'pt')),
      /not a model file: its format is pt/,
    );
  });

  it.each([
    ['dtype', 'Q8', /tensor "shared" is of unknown type Q8/],
    ['shape', [3, 1, 1], /tensor "shared" has no shape or place/],
    ['shape', [-1], /tensor "shared" has no shape or place/],
    ['shape', [2], /tensor "shared" has a place that does not fit its shape/],
    ['data_offsets', [2, 14], /tensor "shared" is not aligned/],
    ['data_offsets', [0, 12], /its tensors do not meet at byte/],
    ['data_offsets', undefined, /tensor "shared" has no shape or place/],
  ])('is refused with a wrong %s of a tensor (%j)', async (field, value, why) => {
    const changed = withTable(file, (table) => Object.assign(table.shared, { [field]: value }));
    await refused(changed, why);
  });

  it('is refused when a tensor or the metadata are missing', async () => {
    await refused(
      withTable(file, (table) => delete table.shared),
      /its tensors do not meet at byte/,
    );
    await refused(
      withTable(file, ({ __metadata__: metadata }) => delete metadata.structure),
      /its metadata are incomplete/,
    );
    await refused(
      withTable(file, ({ __metadata__: metadata }) => (metadata.structure = '{}')),
      /wrong checksum/,
    );
    await refused(
      withTable(file, ({ __metadata__: metadata }) => delete metadata.sha256),
      /wrong checksum/,
    );
  });
});
