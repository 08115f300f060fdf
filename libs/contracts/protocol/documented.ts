import type { ApiPropertyOptions } from '@nestjs/swagger';

type Documenting = (options: ApiPropertyOptions) => PropertyDecorator;

/** What documents a field, once there is something that does. */
let documenting: Documenting | undefined;
/** The fields described before that, in order: a class that extends another adds to its fields. */
const waiting: ((documenting: Documenting) => void)[] = [];

/**
 * What the OpenAPI document says of a field, in Swagger's words. Only the gateway has a document: Swagger and what it needs are a fifth
 * of the modules of a service that loads it.
 */
export function ApiProperty(options: ApiPropertyOptions = {}): PropertyDecorator {
  return (target, field) => {
    if (documenting) documenting(options)(target, field);
    else waiting.push((document) => document(options)(target, field));
  };
}

export function ApiPropertyOptional(options: ApiPropertyOptions = {}): PropertyDecorator {
  return ApiProperty({ ...options, required: false } as ApiPropertyOptions);
}

/** Documents by this decorator all fields that were described so far, and those that will be. */
export function documentWith(decorator: Documenting): void {
  documenting = decorator;
  for (const document of waiting.splice(0)) document(decorator);
}
