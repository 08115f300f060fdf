/** An array of numbers that is kept as raw bytes. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/** What a structure is without its typed arrays: JSON, and the arrays by name. */
export interface TakenApart {
  /**
   * JSON in which an object with one key that begins with `$` stands for what JSON has no word for:
   * `$tensor` (an array, by its name), `$map` (a Map's entries), `$object` (the entries of an object that has keys
   * beginning with `$`), `$number` (NaN, Infinity, -Infinity, -0), `$undefined`.
   */
  json: unknown;
  /** Named by their path, as in `models.itemLinear.factors`; an array that occurs twice is here once. */
  arrays: Map<string, NumberArray>;
}

/**
 * Separates the typed arrays from the rest of a structure of plain data.
 *
 * @throws TypeError naming the path of anything that is not plain: a function, a symbol, a bigint, an instance of a class
 */
export function takeApart(structure: unknown): TakenApart {
  const arrays = new Map<string, NumberArray>();
  const names = new Map<NumberArray, string>();

  const nameOf = (array: NumberArray, path: string): string => {
    let name = names.get(array);
    if (name !== undefined) return name;
    name = path || 'value';
    for (let n = 2; arrays.has(name) || name === '__metadata__'; n++) name = `${path}#${n}`;
    arrays.set(name, array);
    names.set(array, name);
    return name;
  };
  const visit = (value: unknown, path: string): unknown => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === undefined) return { $undefined: true };
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $number: Object.is(value, -0) ? '-0' : String(value) };
    }
    if (isNumberArray(value)) return { $tensor: nameOf(value, path) };
    const below = (key: unknown) => (path ? `${path}.${String(key)}` : String(key));
    if (Array.isArray(value)) return value.map((entry, i) => visit(entry, below(i)));
    if (value instanceof Map) {
      return { $map: [...value].map(([key, entry]) => [visit(key, below('key')), visit(entry, below(key))]) };
    }
    if (!isPlainObject(value)) throw new TypeError(`${path || 'the structure'} is not plain data`);
    const entries = Object.entries(value).map(([key, entry]) => [key, visit(entry, below(key))] as const);
    return entries.some(([key]) => key.startsWith('$')) ? { $object: entries } : Object.fromEntries(entries);
  };
  return { json: visit(structure, ''), arrays };
}

/**
 * The structure again, with the same arrays in it.
 *
 * @throws RangeError when an array is missing or the JSON is none of `takeApart`
 */
export function putTogether(json: unknown, arrays: ReadonlyMap<string, NumberArray>): unknown {
  if (Array.isArray(json)) return json.map((entry) => putTogether(entry, arrays));
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json);
  const [mark, value] = entries.length === 1 ? entries[0] : ['', undefined];
  const pairs = (): [unknown, unknown][] => {
    if (!Array.isArray(value) || !value.every((pair) => Array.isArray(pair) && pair.length === 2))
      throw new RangeError(`${mark} holds no pairs`);
    return value.map(([key, entry]) => [key, putTogether(entry, arrays)]);
  };
  switch (mark) {
    case '$undefined':
      return undefined;
    case '$number':
      return Number(value);
    case '$map':
      return new Map(pairs().map(([key, entry]) => [putTogether(key, arrays), entry]));
    case '$object':
      return Object.fromEntries(pairs().map(([key, entry]) => [String(key), entry]));
    case '$tensor': {
      const array = arrays.get(String(value));
      if (!array) throw new RangeError(`the array "${String(value)}" is missing`);
      return array;
    }
    default:
      return Object.fromEntries(entries.map(([key, entry]) => [key, putTogether(entry, arrays)]));
  }
}

function isNumberArray(value: unknown): value is NumberArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm, such as a test's, has another Object.prototype, which itself has none.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
