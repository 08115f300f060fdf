import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import { ageOf, CERTIFYING_COUNTRIES, limitOf } from '#contracts/protocol/certification.js';

type ByCountry = MovieSnapshot['certifications'];

/** How countries certify movies: one letter a country, and what many movies share once, instead of texts for each movie. */
export class MovieCertifications {
  /** By movie, the age from which it is for, plus one, as a character a country; 0 where that is not known. */
  private readonly ages = new Map<string, string>();
  private readonly shared = new Map<string, string>();

  set(movieId: string, certifications: ByCountry): void {
    const ages = packed(certifications);
    if (!this.shared.has(ages)) this.shared.set(ages, ages);
    this.ages.set(movieId, this.shared.get(ages)!);
  }

  delete(movieId: string): void {
    this.ages.delete(movieId);
  }

  /** Whether movies are within every one of some limits ("DE:12"); one that nobody can read lets nothing through. */
  within(limits: readonly string[]): (movieId: string) => boolean {
    const read = limits.map(limitOf);
    if (read.includes(undefined)) return () => false;
    const asked = read.map((limit) => ({
      at: CERTIFYING_COUNTRIES.indexOf(limit!.country),
      age: limit!.age,
    }));
    return (movieId) => {
      const ages = this.ages.get(movieId);
      return asked.every(({ at, age }) => {
        const its = ages?.charCodeAt(at) || 0;
        return its > 0 && its - 1 <= age;
      });
    };
  }
}

function packed(certifications: ByCountry = {}): string {
  const ages = CERTIFYING_COUNTRIES.map((country) => ageOf(country, certifications[country] ?? ''));
  return String.fromCharCode(...ages.map((age) => (age === undefined ? 0 : age + 1)));
}
