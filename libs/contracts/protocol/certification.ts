import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, IsArray, IsOptional, Matches, ValidateBy } from 'class-validator';
import { ApiPropertyOptional } from './documented.js';

/**
 * From which age on a certification lets somebody in, by ISO 3166-1 country, in the words that TMDB gives them. What says
 * that nothing was decided ("NR", "Unrated") has no age, and is as none.
 */
const AGES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AU: { E: 0, G: 0, PG: 8, M: 15, 'MA15+': 15, 'MA 15+': 15, 'R18+': 18, 'R 18+': 18 },
  BR: { L: 0, '10': 10, '12': 12, '14': 14, '16': 16, '18': 18 },
  CA: { G: 0, PG: 8, '14A': 14, '18A': 18, R: 18 },
  DE: { '0': 0, '6': 6, '12': 12, '16': 16, '18': 18 },
  DK: { A: 0, '7': 7, '11': 11, '15': 15 },
  ES: { A: 0, APTA: 0, '7': 7, '12': 12, '16': 16, '18': 18 },
  FI: { S: 0, 'K-7': 7, 'K-12': 12, 'K-16': 16, 'K-18': 18 },
  FR: { U: 0, TP: 0, '10': 10, '12': 12, '16': 16, '18': 18 },
  GB: { U: 0, PG: 8, '12A': 12, '12': 12, '15': 15, '18': 18, R18: 18 },
  IE: { G: 0, PG: 8, '12A': 12, '12': 12, '15A': 15, '15': 15, '16': 16, '18': 18 },
  IT: { T: 0, '6+': 6, VM12: 12, '14+': 14, VM14: 14, '18+': 18, VM18: 18 },
  NL: { AL: 0, '6': 6, '9': 9, '12': 12, '14': 14, '16': 16, '18': 18 },
  NO: { A: 0, '6': 6, '9': 9, '12': 12, '15': 15, '18': 18 },
  NZ: { G: 0, PG: 8, M: 16, R13: 13, R15: 15, R16: 16, R18: 18 },
  PT: { 'M/3': 3, 'M/6': 6, 'M/12': 12, 'M/14': 14, 'M/16': 16, 'M/18': 18 },
  SE: { Btl: 0, '7': 7, '11': 11, '15': 15 },
  US: { G: 0, PG: 8, 'PG-13': 13, R: 17, 'NC-17': 18 },
};

/** Countries whose certifications have an order, by ISO 3166-1 code. */
export const CERTIFYING_COUNTRIES: readonly string[] = Object.keys(AGES);

/** A country's certifications, the mildest first; of those for the same age one. */
export function certificationsOf(country: string): string[] {
  const entries = Object.entries(AGES[country] ?? {}).sort(([, a], [, b]) => a - b);
  return entries.filter(([, age], at) => age !== entries[at - 1]?.[1]).map(([name]) => name);
}

/** The highest certification that is let through. */
export interface CertificationLimit {
  /** ISO 3166-1. */
  country: string;
  age: number;
}

/** Reads "DE:12" or "US:PG-13"; undefined for what names no certification with an age. */
export function limitOf(text: string): CertificationLimit | undefined {
  const at = text.indexOf(':');
  const country = text.slice(0, at);
  const age = ageOf(country, text.slice(at + 1));
  return at < 0 || age === undefined ? undefined : { country, age };
}

/** What a country lets in up to a limit, in all words for it. */
export function certificationsWithin({ country, age }: CertificationLimit): string[] {
  return Object.keys(AGES[country] ?? {}).filter((name) => AGES[country][name] <= age);
}

/** Whether a film is within every one of some limits; one that nobody can read lets nothing through. */
export function areWithin(
  certifications: Record<string, string> | undefined,
  limits: readonly string[],
): boolean {
  return limits.every((text) => {
    const limit = limitOf(text);
    return limit !== undefined && isWithinLimit(certifications, limit);
  });
}

/** Whether that country has certified a film, and not beyond the limit: one without its certification may be anything. */
function isWithinLimit(
  certifications: Record<string, string> | undefined,
  limit: CertificationLimit,
): boolean {
  const age = ageOf(limit.country, certifications?.[limit.country] ?? '');
  return age !== undefined && age <= limit.age;
}

/** Undefined for what has no age there. */
export function ageOf(country: string, certification: string): number | undefined {
  const ages = Object.hasOwn(AGES, country) ? AGES[country] : {};
  return Object.hasOwn(ages, certification) ? ages[certification] : undefined;
}

/** What asks for movies on behalf of somebody who may be shown only some. */
export class Limited {
  /** Only what is certified, and not beyond, in each of these countries: "DE:12". */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  @Matches(/^[A-Z]{2}:.{1,16}$/, { each: true })
  certificationMax?: string[];
}

/** What a person chooses instead of a limit to have none. */
export const NO_LIMIT = 'off';

/**
 * A country and one of its certifications, "DE:12"; may be left out.
 *
 * @param words  other texts that it may be
 */
export const IsCertificationLimit = (description: string, ...words: string[]) =>
  applyDecorators(
    IsOptional(),
    ValidateBy({
      name: 'isCertificationLimit',
      validator: {
        validate: (value) =>
          typeof value === 'string' && (words.includes(value) || limitOf(value) !== undefined),
        defaultMessage: () => '$property must be a country and its certification, such as "DE:12"',
      },
    }),
    ApiPropertyOptional({ example: 'DE:12', maxLength: 20, description }),
  );
