import { AppError } from '#contracts/app.error.js';
import { Environment } from '#platform/environment.js';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { CurrentSession } from './current-user.decorator.js';
import { DeletedUsers } from './deleted-users.js';

/** Accepts the bearer tokens that the users service signs, and no other algorithm than theirs. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    environment: Environment,
    private readonly deleted: DeletedUsers,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: environment.JWT_SECRET,
      algorithms: ['HS256'],
    });
  }

  validate({ sub, exp }: { sub: string; exp: number }): CurrentSession {
    if (this.deleted.has(sub)) throw new AppError('unauthorized');
    return { userId: sub, expiresAt: new Date(exp * 1000) };
  }
}
