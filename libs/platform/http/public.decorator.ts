import { SetMetadata } from '@nestjs/common';

export const PUBLIC = 'public route';

/** A route for which nobody needs to be logged in. */
export const Public = () => SetMetadata(PUBLIC, true);
