import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import type { FieldError } from './app.error.js';

/** A class's fields by name; those that hold objects of a class, alone or in a list, with that class. */
export type DeclaredFields = ReadonlyMap<string, ClassConstructor<object> | undefined>;

const known = new WeakMap<ClassConstructor<object>, DeclaredFields>();

/** The fields that have a rule of class-validator, inherited ones too. */
export function declaredFields(type: ClassConstructor<object>): DeclaredFields {
  let fields = known.get(type);
  if (!fields) {
    const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
    fields = new Map(rules.map(({ propertyName }) => [propertyName, nestedClass(type, propertyName)]));
    known.set(type, fields);
  }
  return fields;
}

/** Asks class-transformer, which does not let its `@Type`s be read, by letting it convert an empty object. */
function nestedClass(type: ClassConstructor<object>, field: string): ClassConstructor<object> | undefined {
  const instance = plainToInstance(type, { [field]: [{}] }) as Record<string, object[]>;
  const nested = instance[field][0].constructor;
  return nested === Object ? undefined : (nested as ClassConstructor<object>);
}

/** The fields of a payload, nested ones too, that its class does not declare. One pass over names; no value is checked. */
export function undeclaredFields(type: ClassConstructor<object>, payload: object): FieldError[] {
  const errors: FieldError[] = [];
  collect(type, payload, '', errors);
  return errors;
}

function collect(
  type: ClassConstructor<object>,
  payload: object,
  parent: string,
  errors: FieldError[],
): void {
  const fields = declaredFields(type);
  for (const [name, value] of Object.entries(payload) as [string, unknown][]) {
    // JSON leaves it out.
    if (value === undefined) continue;
    if (!fields.has(name)) {
      errors.push({ path: parent + name, message: `property ${name} should not exist` });
      continue;
    }
    const nested = fields.get(name);
    if (!nested || typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) collect(nested, value, `${parent}${name}.`, errors);
    else
      value.forEach((item: unknown, n) => {
        if (typeof item === 'object' && item !== null)
          collect(nested, item, `${parent}${name}.${n}.`, errors);
      });
  }
}
