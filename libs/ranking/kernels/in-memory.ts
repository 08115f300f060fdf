import { bytesOf, dataMemory, KernelMemory } from './kernel.memory.js';

const ALIGNMENT = 8;

type View = ArrayBufferView & { readonly length: number };
type ViewType = new (buffer: ArrayBufferLike, from: number, length: number) => View;

/**
 * The same structure with its arrays where kernels read them; as it is where they are.
 *
 * @param structure  plain data: objects, arrays, Maps, strings, numbers, typed arrays, nested at will
 */
export function inKernelMemory<Structure>(structure: Structure): Structure {
  const arrays = new Set<View>();
  withViews(structure, (array) => {
    arrays.add(array);
    return array;
  });
  if (arrays.size === 0 || KernelMemory.of(...arrays)) return structure;
  const sizeOf = ({ byteLength }: View) => Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT;
  const { buffer } = dataMemory([...arrays].reduce((sum, array) => sum + sizeOf(array), 0));
  const placed = new Map<View, View>();
  let at = 0;
  for (const array of arrays) {
    const copy = new (array.constructor as ViewType)(buffer, at, array.length);
    bytesOf(copy).set(bytesOf(array));
    placed.set(array, copy);
    at += sizeOf(array);
  }
  return withViews(structure, (array) => placed.get(array)!) as Structure;
}

/** The structure with other arrays. */
function withViews(value: unknown, change: (array: View) => View): unknown {
  if (ArrayBuffer.isView(value)) return change(value as View);
  if (typeof value !== 'object' || value === null) return value;
  const below = (one: unknown) => withViews(one, change);
  if (Array.isArray(value)) return value.map(below);
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, below(one)]));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, below(one)]));
}
