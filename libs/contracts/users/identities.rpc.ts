import { IsBoolean, IsOptional, MaxLength } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import { IsText, IsUserId } from '../protocol/fields.js';
import { rpc } from '../protocol/rpc.js';
import { type Session, UserRef } from './users.rpc.js';

/** Who somebody is at an OpenID Connect provider: the pair that names nobody else, ever. */
export class Identity {
  @IsText(500) issuer!: string;
  @IsText(255) subject!: string;
}

/** What the provider says of who just signed in there. */
export class SignIn extends Identity {
  @IsOptional() @MaxLength(254) email?: string;
  /** Whether the provider has made sure that the e-mail is theirs; what it has not, counts for nothing. */
  @IsBoolean() emailVerified!: boolean;
  @IsOptional() @MaxLength(80) displayName?: string;
}

/** Without a session: an account with this e-mail is here, and opens with its password. */
export interface SignedIn {
  session?: Session;
}

export class LinkIdentity extends Identity {
  @IsUserId() userId!: string;
}

export class PasswordOfUser {
  @IsUserId() userId!: string;
  @MaxLength(200) password!: string;
}

/** How somebody can sign in. */
export class SignInWays {
  @ApiProperty({ description: 'with a password' }) hasPassword!: boolean;
  @ApiPropertyOptional({ format: 'date-time', description: 'at the provider, since then' })
  linkedAt?: string;
}

/** Opens the account of an identity, or makes one. Throws `email_unverified` where there is none yet to make it of. */
export const signIn = rpc('users.sign-in', SignIn).replies<SignedIn>();
/** Replaces what was linked before. Throws `identity_taken`. */
export const linkIdentity = rpc('users.link-identity', LinkIdentity).replies<null>();
/** Throws `password_needed` when nothing else opens the account. */
export const unlinkIdentity = rpc('users.unlink-identity', UserRef).replies<null>();
/** Throws `sign_in_again` when the account is not this identity's. */
export const confirmIdentity = rpc('users.confirm-identity', LinkIdentity).replies<null>();
/** Throws `wrong_password`. */
export const checkPassword = rpc('users.check-password', PasswordOfUser).replies<null>();
export const getSignInWays = rpc('users.get-sign-in-ways', UserRef).replies<SignInWays>();
