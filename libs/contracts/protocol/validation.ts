import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError, type ValidatorOptions } from 'class-validator';
import { AppError, type FieldError } from './app.error.js';
import { meetsRules } from './compiled.rules.js';
import { undeclaredFields } from './declared.fields.js';

/** The rules for what is sent, and for what people send us: only declared fields, nothing converted behind their back. */
export const VALIDATION_RULES = {
  whitelist: true,
  forbidNonWhitelisted: true,
  // A request without fields is a class without rules.
  forbidUnknownValues: false,
} as const;

/** The rules for what another service sent: it may be newer, so what it says besides is left out and not refused. */
const TOLERANT_RULES = { ...VALIDATION_RULES, forbidNonWhitelisted: false } as const;

/** Flattens class-validator's tree to `path: message` rows; list positions become path segments. */
export function fieldErrors(errors: ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap((error) => {
    const path = parent ? `${parent}.${error.property}` : error.property;
    // Decorators run from the last to the first, so the last failure is the first one written: the type before its limits.
    const message = Object.values(error.constraints ?? {}).at(-1);
    const own = message === undefined ? [] : [{ path, message }];
    return [...own, ...fieldErrors(error.children ?? [], path)];
  });
}

/** The error for fields that are wrong; its sentence names the first ones. */
export function validationFailed(errors: FieldError[]): AppError {
  const first = errors
    .slice(0, 3)
    .map(({ path, message }) => (message.includes(path) ? message : `${path}: ${message}`));
  const rest = errors.length > 3 ? ` (and ${errors.length - 3} more)` : '';
  return new AppError('validation_failed', first.join('; ') + rest, errors);
}

/**
 * Checks a plain payload against its class: what is sent.
 *
 * @returns an instance of `type`
 * @throws  AppError `validation_failed` with every wrong field by path
 */
export function validated<T extends object>(type: ClassConstructor<T>, payload: unknown): T {
  return checked(type, payload, VALIDATION_RULES);
}

/**
 * Checks a plain payload against its class: what another service sent. Fields that the class does not declare are left
 * out, nested ones too.
 *
 * @returns an instance of `type`
 * @throws  AppError `validation_failed` with every wrong field by path
 */
export function accepted<T extends object>(type: ClassConstructor<T>, payload: unknown): T {
  return checked(type, payload, TOLERANT_RULES);
}

/**
 * Refuses fields that a class does not declare, and checks nothing else: the receiver checks the values, and once is
 * enough for 20,000 rows.
 *
 * @throws AppError `validation_failed` with every such field by path
 */
export function refuseUndeclared(type: ClassConstructor<object>, payload: object): void {
  const errors = undeclaredFields(type, payload);
  if (errors.length > 0) throw validationFailed(errors);
}

function checked<T extends object>(type: ClassConstructor<T>, payload: unknown, rules: ValidatorOptions): T {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new AppError('validation_failed', 'The payload must be an object.', [
      { path: '', message: 'must be an object' },
    ]);
  }
  const instance = plainToInstance(type, payload);
  if (meetsRules(instance, rules.forbidNonWhitelisted !== true)) return instance;
  const errors = fieldErrors(validateSync(instance, rules));
  if (errors.length > 0) throw validationFailed(errors);
  return instance;
}
