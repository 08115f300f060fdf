import { useState } from 'react';

/** State that a reload does not lose: kept in this browser under `key`. */
export function useKept<Value extends object>(
  key: string,
  empty: Value,
): [Value, (next: Value | ((before: Value) => Value)) => void] {
  const [value, setValue] = useState(() => readKept(key, empty));
  const keep = (next: Value | ((before: Value) => Value)) => {
    // What is kept is the newest, also for who asks long after this render.
    const made = typeof next === 'function' ? next(readKept(key, empty)) : next;
    setValue(made);
    localStorage.setItem(key, JSON.stringify(made));
  };
  return [value, keep];
}

function readKept<Value>(key: string, empty: Value): Value {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? empty : (JSON.parse(kept) as Value);
  } catch {
    return empty;
  }
}
