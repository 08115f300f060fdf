import { seededRandom } from '../math/random.js';

/** One number of several, each of which changes it altogether: the seed of what is drawn where and when. */
export function seedOf(...parts: number[]): number {
  return parts.reduce((seed, part) => {
    let mixed = Math.imul(seed ^ part, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }, 0);
}

/** The random numbers a Gibbs sampler draws. The same seed gives the same numbers. */
export class StarRandom {
  private readonly uniform: () => number;
  private spare = 0;
  private hasSpare = false;

  constructor(seed: number) {
    this.uniform = seededRandom(seed);
  }

  /** The stream of one row: what is drawn for it does not depend on other rows. */
  static ofRow(seed: number, row: number): StarRandom {
    return new StarRandom(seedOf(seed, row));
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (this.hasSpare) {
      this.hasSpare = false;
      return this.spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    this.spare = y * factor;
    this.hasSpare = true;
    return x * factor;
  }

  /**
   * Gamma with mean shape / rate.
   *
   * @param shape  at least 1
   * @param rate   above 0
   * @see Marsaglia, Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 2000
   */
  gamma(shape: number, rate: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      const v = root * root * root;
      if (v <= 0) continue;
      if (Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate;
    }
  }
}
