import { useState } from 'react';

/** State that a reload does not lose: kept in this browser under `key`. */
export function useKept<Value>(key: string, empty: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => readKept(key, empty));
  const keep = (next: Value) => {
    setValue(next);
    localStorage.setItem(key, JSON.stringify(next));
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
