import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsOptional,
  ValidateBy,
  type ValidationOptions,
} from 'class-validator';
import { ApiPropertyOptional } from './documented.js';

/** The day on which films were first shown to a paying public. */
const FIRST_DAY = '1895-12-28';
/** Where it is tomorrow already, at most so far ahead of UTC. */
const AHEAD_MS = 14 * 3600 * 1000;
const MOMENT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}/;

/** Whether it is a day (YYYY-MM-DD) on which a film may have been watched: 1895-12-28 to today, wherever today is latest. */
export function isWatchDay(value: unknown, now = Date.now()): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  // 2026-02-30 is read as another day.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== value) return false;
  return value >= FIRST_DAY && day.getTime() <= now + AHEAD_MS;
}

/**
 * A day on which a film was watched, if it is said, as people write it down where they are. A moment counts as the day it names: of
 * `2026-11-20T23:30:00-05:00` that is 2026-11-20.
 */
export const IsWatchDay = () =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) => dayOf(value)),
    isDay(),
    ApiPropertyOptional({ format: 'date', example: '2026-11-20' }),
  );

/** A list of such days, each once, if any. */
export const AreWatchDays = (most: number) =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(dayOf) : value)),
    IsArray(),
    ArrayMaxSize(most),
    ArrayUnique(),
    isDay({ each: true }),
    ApiPropertyOptional({ type: [String], format: 'date', maxItems: most, example: ['2026-11-20'] }),
  );

/** Such a day, which must be said. */
export const IsDay = () => isDay();

const isDay = (options: ValidationOptions = {}) =>
  ValidateBy(
    {
      name: 'isWatchDay',
      validator: {
        validate: (value: unknown) => isWatchDay(value),
        defaultMessage: () => '$property must be a day from 1895-12-28 to today, such as "2026-11-20"',
      },
    },
    options,
  );

function dayOf(value: unknown): unknown {
  return typeof value === 'string' ? (MOMENT.exec(value)?.[1] ?? value) : value;
}
