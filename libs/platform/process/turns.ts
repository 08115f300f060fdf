const waiting: (() => void)[] = [];
let isTaken = false;

/**
 * Waits for a turn of the event loop in which nobody else computes. Of all who ask, one goes on in each, in order of arrival: so
 * many computations at once hold it no longer than one does, and calls, events and timers are handled in between.
 */
export async function turn(): Promise<void> {
  if (isTaken) return new Promise((resolve) => waiting.push(resolve));
  isTaken = true;
  setImmediate(pass);
}

function pass(): void {
  const next = waiting.shift();
  isTaken = next !== undefined;
  if (!next) return;
  next();
  setImmediate(pass);
}
