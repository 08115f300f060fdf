/** Runs a generator to its end. @returns what it returns */
export function drained<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
