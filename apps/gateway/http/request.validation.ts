import { fieldErrors, VALIDATION_RULES, validationFailed } from '#contracts/protocol/validation.js';
import { ValidationPipe } from '@nestjs/common';

/** The same rules at the edge as between services: declared fields only, every wrong one named by path. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    ...VALIDATION_RULES,
    transform: true,
    exceptionFactory: (errors) => validationFailed(fieldErrors(errors)),
  });
}
