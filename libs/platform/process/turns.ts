/** Who waits for a turn, the earliest first. */
const waiting: { place: number; next: () => void }[] = [];
let isTaken = false;
let places = 0;

/** Behind it are those who go on only when nobody else computes. */
const LAST = 2 ** 40;

/** A place in the line behind all that were taken before. */
export const newPlace = (): number => places++;

/** A place behind all that are taken before or after with `newPlace`. */
export const lastPlace = (): number => LAST + places++;

/**
 * Waits for a turn of the event loop in which nobody else computes. Of all who ask, one goes on in each, in the order of their
 * places: so many computations at once hold it no longer than one does, and calls, events and timers are handled in between.
 *
 * @param place  of a computation that asks again and again, and is to go on before those that began later
 */
export async function turn(place = newPlace()): Promise<void> {
  if (isTaken)
    return new Promise((next) => {
      const behind = waiting.findIndex((other) => other.place > place);
      waiting.splice(behind < 0 ? waiting.length : behind, 0, { place, next });
    });
  isTaken = true;
  setImmediate(pass);
}

function pass(): void {
  const first = waiting.shift();
  isTaken = first !== undefined;
  if (!first) return;
  first.next();
  setImmediate(pass);
}
