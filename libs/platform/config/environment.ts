import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validated } from '#contracts/protocol/validation.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  isURL,
  IsUrl,
  Matches,
  Max,
  Min,
  MaxLength,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { addressesIn } from './store.addresses.js';
import { localFolder, readRuntimeFile } from './runtime.file.js';

const Int = () => Transform(({ value }) => (typeof value === 'string' ? Number(value) : value));
const Bool = () => Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value));
const IntList = () =>
  Transform(({ value }) => (typeof value === 'string' ? value.split(',').map(Number) : value));
const List = () =>
  Transform(({ value }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : value,
  );
const urlOf = (protocols: string[]) =>
  ({ protocols, require_tld: false, require_protocol: true, require_valid_protocol: true }) as const;
const IsStoreUrl = (...protocols: string[]) => IsUrl(urlOf(protocols));
/** Several for the nodes of a cluster, with commas between. */
const AreStoreUrls = (...protocols: string[]) =>
  ValidateBy({
    name: 'areStoreUrls',
    validator: {
      validate: (value) =>
        typeof value === 'string' && addressesIn(value).every((url) => isURL(url, urlOf(protocols))),
      defaultMessage: () => '$property must be a URL address, or several with commas between',
    },
  });

/** Where the web app gets posters from: TMDB, nowhere, or the gateway. */
export type PosterMode = 'on' | 'off' | 'proxy';
/** With the length of its prefix. */
const NETWORK = /^[\da-f.:]+\/\d{1,3}$/i;

/** All that a process reads from its environment, with the defaults of a developer's machine. */
export class Environment {
  @IsIn(['development', 'test', 'production']) NODE_ENV: string = 'development';
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) LOG_LEVEL = 'info';
  /** When set, JSON lines are also written to `<LOG_DIR>/<service>.log`. */
  @IsOptional() @IsString() LOG_DIR?: string;
  @Bool() @IsBoolean() LOG_PRETTY = process.stdout.isTTY ?? false;

  @IsString() HOST = '127.0.0.1';
  /** The gateway's public port. */
  @Int() @IsInt() @Min(0) @Max(65535) PORT = 3000;
  /** Where the other services answer /health and /metrics. */
  @Int() @IsInt() @Min(0) @Max(65535) HEALTH_PORT = 0;

  /** Several are nodes of one cluster. */
  @AreStoreUrls('amqp', 'amqps') RABBITMQ_URL = 'amqp://guest:guest@127.0.0.1:5672';
  @IsString() MONGODB_URI = 'mongodb://127.0.0.1:27017';
  @IsString() MONGODB_DATABASE_PREFIX = 'movie-recommender-';
  /** Several are nodes of one Redis Cluster. */
  @AreStoreUrls('redis', 'rediss') REDIS_URL = 'redis://127.0.0.1:6379';
  @IsString() REDIS_KEY_PREFIX = 'movie-recommender:';
  @IsStoreUrl('http', 'https') CHROMA_URL = 'http://127.0.0.1:8000';
  @IsString() CHROMA_COLLECTION = 'plots';
  /** Where recommenders keep copies of their trained models. */
  @IsString() MODEL_DIR = join(localFolder(), 'models');

  /** Signs access tokens; the same for users and gateway, which get it by `signingSecret`. */
  @IsOptional() @IsString() @MinLength(32) JWT_SECRET?: string;
  @Int() @IsInt() @Min(1) ACCESS_TOKEN_SECONDS = 15 * 60;
  @Int() @IsInt() @Min(1) REFRESH_TOKEN_DAYS = 30;

  /** Whether parts of the system let those go first whom somebody waits for; `off` where each has processors of its own. */
  @IsIn(['on', 'off']) STEP_BACK: 'on' | 'off' = 'on';
  @Int() @IsInt() @Min(1) RPC_TIMEOUT_MS = 5000;
  /** How long a failed event waits before each further try; after the last it goes to the dead queue. */
  @IntList() @IsArray() @IsInt({ each: true }) EVENT_RETRY_DELAYS_MS: number[] = [
    1000, 5000, 30_000, 120_000,
  ];

  /** Requests a minute: of one user, from one address, and passwords tried: of one address for one e-mail, of one user. */
  @Int() @IsInt() @Min(1) THROTTLE_PER_USER = 1200;
  @Int() @IsInt() @Min(1) THROTTLE_PER_ADDRESS = 2400;
  @Int() @IsInt() @Min(1) THROTTLE_LOGINS = 10;
  /** Uploads and searches a minute, of one user or, for who is not logged in, from one address. */
  @Int() @IsInt() @Min(1) THROTTLE_IMPORTS = 10;
  @Int() @IsInt() @Min(1) THROTTLE_SEARCHES = 120;
  /** How many proxies stand in front of the gateway; 0 trusts no X-Forwarded-For. */
  @Int() @IsInt() @Min(0) TRUSTED_PROXIES = 0;
  /** `off`: answers carry no posterUrl. `proxy`: the gateway fetches posters and keeps them. */
  @IsIn(['on', 'off', 'proxy']) POSTERS: PosterMode = 'on';
  /** Where the gateway fetches them. */
  @IsStoreUrl('http', 'https') POSTERS_URL = 'https://image.tmdb.org/t/p';
  @Int() @IsInt() @Min(100) POSTERS_TIMEOUT_MS = 5000;
  /** Where each gateway keeps them, in a folder of its own, and how much of them. */
  @IsString() POSTERS_DIR = join(localFolder(), 'posters');
  @Int() @IsInt() @Min(1) POSTERS_MB = 1000;

  /** Where addresses that people type may lead: `public`, or also `private` networks. */
  @IsIn(['public', 'private']) OUTWARD_ADDRESSES: 'public' | 'private' = 'public';

  /** The OpenID Connect provider at which people may sign in beside passwords: its issuer, as its discovery names it. */
  @IsOptional() @IsStoreUrl('http', 'https') OIDC_ISSUER?: string;
  @IsOptional() @IsString() OIDC_CLIENT_ID?: string;
  @IsOptional() @IsString() OIDC_CLIENT_SECRET?: string;
  /** What people call it. */
  @IsString() @MaxLength(40) OIDC_NAME = 'single sign-on';

  /** TMDB's "API read access token"; without one the catalogue is what data sets bring. */
  @IsOptional() @IsString() @MinLength(10) TMDB_TOKEN?: string;
  @IsStoreUrl('http', 'https') TMDB_URL = 'https://api.themoviedb.org/3';
  /** Of all processes together. TMDB refuses more than about forty. */
  @Int() @IsInt() @Min(1) @Max(40) TMDB_REQUESTS_PER_SECOND = 30;
  /** How long TMDB may take to answer. */
  @Int() @IsInt() @Min(100) TMDB_TIMEOUT_MS = 15_000;
  /** How many votes at TMDB bring a film into the catalogue. */
  @Int() @IsInt() @Min(0) TMDB_MIN_VOTES = 25;
  /** Languages in which titles and plots are kept besides English, such as "de,pt-BR". */
  @List()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(/^[a-z]{2}(-[A-Z]{2})?$/, { each: true })
  CATALOG_LANGUAGES: string[] = [];
  /** What encrypts the tokens of people's own servers, the newest first: earlier ones read what they encrypted. */
  @List() @IsArray() @ArrayMaxSize(5) @MinLength(32, { each: true }) LIBRARY_KEY: string[] = [];
  /** Private networks in which people's own servers may be asked, such as "192.168.0.0/16". */
  @List() @IsArray() @ArrayMaxSize(20) @Matches(NETWORK, { each: true }) LIBRARY_NETWORKS: string[] = [];
  /** How long such a server may take to answer. */
  @Int() @IsInt() @Min(100) LIBRARY_TIMEOUT_MS = 15_000;
  /** Countries for which the catalogue knows where to watch a film, such as "DE,AT". */
  @List()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(/^[A-Z]{2}$/, { each: true })
  WATCH_REGIONS: string[] = [];
}

const WITHOUT_DEFAULT = [
  'JWT_SECRET',
  'LOG_DIR',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'TMDB_TOKEN',
];
const STORES = ['RABBITMQ_URL', 'MONGODB_URI', 'REDIS_URL', 'CHROMA_URL'] as const;
const SHORTEST_PASSWORD = 16;

/**
 * Reads and checks the environment once, at boot. `<NAME>_FILE` names a file with the value, for secrets; the variable
 * itself wins. Where neither names an address, a developer's process takes those of the local runtime; a test or a
 * production process never does.
 *
 * @throws AppError naming every variable that is wrong, or not safe enough for production
 */
export function readEnvironment(
  variables: NodeJS.ProcessEnv = process.env,
  localRuntime: () => Record<string, string> = readRuntimeFile,
): Environment {
  const known = [...Object.keys(new Environment()), ...WITHOUT_DEFAULT];
  const set = Object.fromEntries(known.map((name) => [name, valueOf(name, variables)]));
  const alone = set.NODE_ENV === 'production' || set.NODE_ENV === 'test';
  const runtime = alone ? {} : localRuntime();
  const source = Object.fromEntries(
    known.map((name) => [name, set[name] ?? runtime[name]]).filter(([, value]) => value),
  );
  const environment = validated(Environment, source);
  if (environment.OIDC_ISSUER && !environment.OIDC_CLIENT_ID)
    throw new AppError('validation_failed', 'OIDC_CLIENT_ID must be set beside OIDC_ISSUER');
  const unsafe = environment.NODE_ENV === 'production' ? notForProduction(source) : [];
  if (unsafe.length > 0) throw new AppError('validation_failed', unsafe.join('; '));
  return environment;
}

const invented = randomBytes(32).toString('hex');

/**
 * The secret that signs access tokens; a random one per process when none is set.
 *
 * @throws AppError in production, where users and gateway would each invent another
 */
export function signingSecret({ JWT_SECRET, NODE_ENV }: Environment): string {
  if (!JWT_SECRET && NODE_ENV === 'production')
    throw new AppError('validation_failed', 'JWT_SECRET must be set in production');
  return JWT_SECRET ?? invented;
}

function valueOf(name: string, variables: NodeJS.ProcessEnv): string | undefined {
  const file = variables[`${name}_FILE`];
  if (variables[name] || !file) return variables[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new AppError('validation_failed', `${name}_FILE: ${(error as Error).message}`);
  }
}

function notForProduction(source: Record<string, string | undefined>): string[] {
  const weak = STORES.filter((name) => {
    const passwords = [...(source[name] ?? '').matchAll(/\/\/[^:@/]*:([^@/]+)@/g)];
    return passwords.some(([, password]) => decodeURIComponent(password).length < SHORTEST_PASSWORD);
  });
  return [
    // The default one has the default user in it.
    ...(source.RABBITMQ_URL ? [] : ['RABBITMQ_URL must be set in production']),
    ...(source.OIDC_ISSUER?.startsWith('http:') ? ['OIDC_ISSUER must be https in production'] : []),
    ...weak.map(
      (name) => `the password in ${name} must have at least ${SHORTEST_PASSWORD} characters in production`,
    ),
  ];
}
