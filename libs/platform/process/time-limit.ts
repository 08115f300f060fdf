/**
 * What work comes to, unless it takes too long. The work itself goes on, and what becomes of it later is of no interest.
 *
 * @param ms    from now
 * @param late  makes the error of what took longer
 */
export async function withinTime<T>(work: PromiseLike<T>, ms: number, late: () => Error): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
