import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';

/** A JSON Schema (2020-12), as far as our classes need it. */
export interface JsonSchema {
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

type Class = new () => object;
type Rule = { name?: string; constraints?: unknown[]; each: boolean; type: string };

/** What each rule of class-validator says in JSON Schema. A rule that is not here has to be added. */
const RULES: Record<string, (...constraints: never[]) => JsonSchema> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object' }),
  isNotEmptyObject: () => ({ type: 'object' }),
  isArray: () => ({ type: 'array' }),
  isMongoId: () => ({ type: 'string', pattern: '^[0-9a-fA-F]{24}$' }),
  isIso8601: () => ({ type: 'string', format: 'date-time' }),
  isEmail: () => ({ type: 'string', format: 'email' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isIn: (values: unknown[]) => ({ enum: [...values] }),
  isEnum: (values: object) => ({ enum: Object.values(values) }),
  matches: (pattern: RegExp) => ({ type: 'string', pattern: pattern.source }),
  min: (minimum: number) => ({ minimum }),
  max: (maximum: number) => ({ maximum }),
  minLength: (minLength: number) => ({ minLength }),
  maxLength: (maxLength: number) => ({ maxLength }),
  isLength: (minLength: number, maxLength?: number) => ({ minLength, ...(maxLength && { maxLength }) }),
  isNotEmpty: () => ({}),
  arrayMinSize: (minItems: number) => ({ minItems }),
  arrayMaxSize: (maxItems: number) => ({ maxItems }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayUnique: () => ({}),
  isWatchDay: () => ({ type: 'string', format: 'date' }),
  isTextByCountry: () => ({ type: 'object' }),
  isTextByLanguage: () => ({ type: 'object' }),
  isIntegersByCountry: () => ({ type: 'object' }),
  isCertificationLimit: () => ({ type: 'string' }),
};

/**
 * The JSON Schema of a class, from its class-validator rules: nested classes in place, no `additionalProperties`
 * (consumers leave out what they do not know).
 *
 * @throws Error naming a rule that has no translation
 */
export function schemaOf(type: Class): JsonSchema {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const byField = Map.groupBy(metadata, ({ propertyName }) => propertyName);
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [field, rules] of [...byField].sort(([a], [b]) => (a < b ? -1 : 1))) {
    properties[field] = fieldSchema(type, field, rules as Rule[]);
    if (!rules.some((rule) => rule.type === 'conditionalValidation')) required.push(field);
  }
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

function fieldSchema(type: Class, field: string, rules: Rule[]): JsonSchema {
  let own: JsonSchema = {};
  let each: JsonSchema | undefined;
  for (const rule of rules) {
    const said = translated(type, field, rule);
    if (rule.each) each = { ...each, ...said };
    else own = { ...own, ...said };
  }
  return each ? { ...own, type: 'array', items: each } : own;
}

function translated(type: Class, field: string, rule: Rule): JsonSchema {
  if (rule.type === 'conditionalValidation' || rule.type === 'whitelistValidation') return {};
  if (rule.type === 'nestedValidation') return schemaOf(nestedClass(type, field));
  const translate = RULES[rule.name ?? ''];
  if (translate) return translate(...((rule.constraints ?? []) as never[]));
  throw new Error(`${type.name}.${field}: the rule "${rule.name}" has no JSON Schema yet`);
}

/** The class that a field's `@Type` names, read off what it makes of an empty object. */
function nestedClass(type: Class, field: string): Class {
  const made = plainToInstance(type, { [field]: [{}] }) as Record<string, object[]>;
  const { constructor } = made[field][0];
  if (constructor === Object) throw new Error(`${type.name}.${field} is nested without @Type`);
  return constructor as Class;
}
