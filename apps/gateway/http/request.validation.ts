import { fieldErrors, VALIDATION_RULES, validationFailed } from '#contracts/protocol/validation.js';
import { ValidationPipe } from '@nestjs/common';

/** Applies the rules of RPC and events to HTTP requests: only declared fields, every error with its path. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    ...VALIDATION_RULES,
    transform: true,
    exceptionFactory: (errors) => validationFailed(fieldErrors(errors)),
  });
}
