import { getMetadataStorage, type ValidationArguments, ValidationTypes } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

type Check = (object: object, value: unknown) => boolean;

/** The rules of one field, ready to be asked. */
interface CompiledField {
  name: string;
  /** Without one of them the others do not count. */
  conditions: Check[];
  checks: Check[];
  /** Whether it holds objects with rules of their own, alone or in a list. */
  isNested: boolean;
}

type CompiledClass = ReadonlyMap<string, CompiledField>;

/** False for classes whose rules only class-validator itself can follow. */
const compiled = new Map<unknown, CompiledClass | false>();

/**
 * Whether an instance meets the rules that class-validator knows of its class: the same constraints asked directly, which
 * takes a tenth of the time that finding every error takes. Never says yes where class-validator finds an error; no says
 * only that class-validator has to look.
 *
 * @param tolerant  leaves out fields that the class does not declare, instead of saying no
 */
export function meetsRules(instance: object, tolerant: boolean): boolean {
  const fields = fieldsOf(instance.constructor);
  if (!fields) return false;
  for (const name of Object.keys(instance)) {
    if (fields.has(name)) continue;
    if (!tolerant) return false;
    delete (instance as Record<string, unknown>)[name];
  }
  for (const field of fields.values()) {
    const value = (instance as Record<string, unknown>)[field.name];
    if (!field.conditions.every((condition) => condition(instance, value))) continue;
    if (!field.checks.every((check) => check(instance, value))) return false;
    if (field.isNested && !nestedMeets(value, tolerant)) return false;
  }
  return true;
}

function nestedMeets(value: unknown, tolerant: boolean): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.every((one) => isObject(one) && meetsRules(one, tolerant));
  return isObject(value) && meetsRules(value, tolerant);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(type: unknown): CompiledClass | false {
  let fields = compiled.get(type);
  if (fields === undefined) compiled.set(type, (fields = compile(type)));
  return fields;
}

function compile(type: unknown): CompiledClass | false {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type as () => void, '', false, false);
  if (rules.length === 0) return false;
  const fields = new Map<string, CompiledField>();
  for (const rule of rules) {
    const name = rule.propertyName;
    const field = fields.get(name) ?? { name, conditions: [], checks: [], isNested: false };
    fields.set(name, field);
    if (rule.type === ValidationTypes.CONDITIONAL_VALIDATION)
      field.conditions.push((object, value) => Boolean(rule.constraints[0](object, value)));
    else if (rule.type === ValidationTypes.NESTED_VALIDATION) field.isNested = true;
    else if (rule.type === ValidationTypes.PROMISE_VALIDATION) return false;
    else if (rule.type !== ValidationTypes.WHITELIST) {
      const checks = checksOf(rule);
      if (!checks) return false;
      field.checks.push(...checks);
    }
  }
  return fields;
}

/** Undefined when an answer may come later. */
function checksOf(rule: ValidationMetadata): Check[] | undefined {
  const constraints = getMetadataStorage().getTargetValidatorConstraints(rule.constraintCls);
  if (constraints.some(({ async }) => async)) return undefined;
  return constraints.map(({ instance }) => (object, value) => {
    if (rule.validateIf && !rule.validateIf(object, value)) return true;
    const asked: ValidationArguments = {
      targetName: object.constructor.name,
      property: rule.propertyName,
      object,
      value,
      constraints: rule.constraints as unknown[],
    };
    const isMet = (one: unknown) => instance.validate(one, asked) === true;
    if (!rule.each || !(Array.isArray(value) || value instanceof Set || value instanceof Map))
      return isMet(value);
    return Array.from(value.values()).every(isMet);
  });
}
