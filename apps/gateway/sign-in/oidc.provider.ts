import { AppError } from '#contracts/protocol/app.error.js';
import type { SignIn } from '#contracts/users/identities.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';

const SCOPE = 'openid email profile';
const TIMEOUT_SECONDS = 5;
/** How far the provider's clock may be from ours. */
const CLOCKS_APART_SECONDS = 30;
/** How long what the provider said of itself is believed, and for how long it is left alone when it did not answer. */
const KNOWN_MS = 3600_000;
const AWAY_MS = 5000;
/** Who signs in again to confirm something has done so within this time. */
const FRESH_SECONDS = 300;

/** What must come back from the provider as it was sent; nobody else may learn it. */
export interface OidcChecks {
  state: string;
  nonce: string;
  verifier: string;
  isFresh: boolean;
}

/** The operator's OpenID Connect provider: code flow with PKCE. Found when it is first needed; while it is away passwords still work. */
@Injectable()
export class OidcProvider {
  private readonly log = new Logger(OidcProvider.name);
  private found?: { configuration: oidc.Configuration; until: number };
  private finding?: Promise<oidc.Configuration>;
  private awayUntil = 0;

  constructor(private readonly environment: Environment) {}

  /** What people call it; nothing where the operator has set none. */
  get name(): string | undefined {
    return this.environment.OIDC_ISSUER && this.environment.OIDC_NAME;
  }

  /**
   * Where to send somebody, and what to remember until they are back.
   *
   * @param redirect  where they come back to
   * @param isFresh   whether they must give their password there, although they are signed in
   * @throws AppError `provider_unreachable`
   */
  async begin(redirect: URL, isFresh: boolean): Promise<{ address: URL; checks: OidcChecks }> {
    const configuration = await this.configuration();
    const verifier = oidc.randomPKCECodeVerifier();
    const checks = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, isFresh };
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirect.href,
      scope: SCOPE,
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(isFresh && { prompt: 'login', max_age: String(FRESH_SECONDS) }),
    });
    return { address, checks };
  }

  /**
   * Who came back. The library checks state, issuer, signature, audience, nonce and times; the provider that a code is used once.
   *
   * @param back  the address they came back to
   * @throws AppError `sign_in_refused`, `provider_unreachable`
   */
  async end(back: URL, { state, nonce, verifier, isFresh }: OidcChecks): Promise<SignIn> {
    const configuration = await this.configuration();
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, back, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
        ...(isFresh && { maxAge: FRESH_SECONDS }),
      });
      const claims = tokens.claims()!;
      // Many providers keep these for those who ask with the access token.
      const more =
        claims.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
          ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : {};
      const said: Record<string, unknown> = { ...more, ...claims };
      return {
        issuer: claims.iss,
        subject: claims.sub,
        ...(typeof said.email === 'string' && said.email.length <= 254 && { email: said.email }),
        emailVerified: said.email_verified === true,
        ...(typeof said.name === 'string' && { displayName: said.name.slice(0, 80) }),
      };
    } catch (error) {
      throw this.failure(error as Error & { code?: string });
    }
  }

  private async configuration(): Promise<oidc.Configuration> {
    const now = Date.now();
    if (this.found && this.found.until > now) return this.found.configuration;
    if (this.awayUntil > now) return this.lastKnown();
    this.finding ??= this.discover().finally(() => (this.finding = undefined));
    return this.finding;
  }

  private async discover(): Promise<oidc.Configuration> {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = this.environment;
    if (!OIDC_ISSUER || !OIDC_CLIENT_ID)
      throw new AppError('route_not_found', 'There is no provider to sign in at.');
    const issuer = new URL(OIDC_ISSUER);
    try {
      const configuration = await oidc.discovery(
        issuer,
        OIDC_CLIENT_ID,
        { [oidc.clockTolerance]: CLOCKS_APART_SECONDS },
        clientAuth(OIDC_CLIENT_SECRET),
        {
          timeout: TIMEOUT_SECONDS,
          execute: [
            oidc.enableNonRepudiationChecks,
            ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
          ],
        },
      );
      this.found = { configuration, until: Date.now() + KNOWN_MS };
      return configuration;
    } catch (error) {
      this.awayUntil = Date.now() + AWAY_MS;
      this.log.warn(`the sign-in provider was not found: ${reasonOf(error as Error)}`);
      return this.lastKnown();
    }
  }

  private lastKnown(): oidc.Configuration {
    if (!this.found) throw new AppError('provider_unreachable');
    return this.found.configuration;
  }

  private failure(error: Error & { code?: string }): AppError {
    this.log.warn(`a sign-in at the provider came to nothing: ${reasonOf(error)}`);
    const brokeDown = error.cause instanceof Response && error.cause.status >= 500;
    const isAway =
      brokeDown ||
      error instanceof TypeError ||
      error.name === 'TimeoutError' ||
      error.code === 'OAUTH_TIMEOUT';
    return new AppError(isAway ? 'provider_unreachable' : 'sign_in_refused', undefined, undefined, {
      cause: error,
    });
  }
}

/** By the standard's own default, and else by what the provider takes. */
function clientAuth(secret: string | undefined): oidc.ClientAuth {
  if (!secret) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, ...request);
  };
}

/** What is wrong, without what the provider or a stranger made up. */
function reasonOf(error: Error & { code?: string; error?: string }): string {
  const { cause } = error as { cause?: { code?: string } };
  return [error.name, error.code, cause?.code].filter(Boolean).join(' ');
}
