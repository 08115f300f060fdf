import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import { type Rights, userDefinition } from '../stores/rabbitmq.definitions.js';

const SERVICES = ['gateway', 'users', 'catalog', 'recommender'] as const;
type Service = (typeof SERVICES)[number];

const DATABASE_PREFIX = 'movie-recommender-';
const KEY_PREFIX = 'movie-recommender:';

/** Whom a service calls. */
const CALLS: Record<Service, Service[]> = {
  gateway: ['users', 'catalog', 'recommender'],
  users: [],
  catalog: ['users'],
  recommender: ['catalog', 'users'],
};

/** What a service's Redis user may do; the commands of scripts are among them. */
const REDIS_RIGHTS: Partial<Record<Service, string>> = {
  gateway: [
    ...['list:*', '{cards}*'].map((keys) => `%R~${KEY_PREFIX}${keys}`),
    ...['pending:*', 'throttle:*'].map((keys) => `~${KEY_PREFIX}${keys}`),
    '-@all +@connection +info +hmget +get +zrange +zscore +zmscore +zadd +expire +multi +exec',
    '+eval +evalsha +incr +pexpire +pttl',
    // Redis tells there which lists have changed.
    '+subscribe &__redis__:invalidate',
  ].join(' '),
  recommender: [
    `~${KEY_PREFIX}*`,
    '-@all +@connection +info +hmget +hget +hset +expire +del +exists +eval +incr +zadd +zremrangebyscore',
  ].join(' '),
};

const exactly = (...patterns: string[]) => `^(${patterns.join('|')})$`;
const literally = (name: string) => name.replaceAll('.', '\\.');

/**
 * The rights of a service's broker user: its own queues, those of the services it calls, and the exchange of events.
 * Answers and parked events go over the default exchange, which the broker calls amq.default.
 */
function brokerRights(service: Service): Rights {
  const exchange = literally(EVENTS_EXCHANGE);
  const own = `${service}\\.(events|rpc)(\\..+)?`;
  const called = CALLS[service].map((other) => `${other}\\.rpc`);
  return {
    configure: exactly(exchange, own, ...called),
    write: exactly(exchange, 'amq\\.default', own),
    read: exactly(exchange, own),
  };
}

function brokerDefinitions(passwords: Record<Service, string>): string {
  return JSON.stringify(
    {
      vhosts: [{ name: '/' }],
      users: SERVICES.map((service) => userDefinition(service, passwords[service])),
      permissions: SERVICES.map((user) => ({ user, vhost: '/', ...brokerRights(user) })),
      // Whatever it may write to, a service tells of nothing but its own.
      topic_permissions: SERVICES.map((user) => ({
        user,
        vhost: '/',
        exchange: EVENTS_EXCHANGE,
        write: `^${user}\\.`,
        read: '.*',
      })),
    },
    null,
    2,
  );
}

/** For mongosh at the first start: a user for each database, who can do nothing elsewhere. */
function databaseUsers(passwords: Partial<Record<Service, string>>): string {
  return Object.entries(passwords)
    .map(([service, pwd]) => {
      const db = `${DATABASE_PREFIX}${service}`;
      const user = { user: service, pwd, roles: [{ role: 'readWrite', db }] };
      return `db.getSiblingDB('${db}').createUser(${JSON.stringify(user)});`;
    })
    .join('\n');
}

/** Users of Redis; `health` may ask whether it is there. */
function redisUsers(passwords: Partial<Record<Service, string>>): string {
  return [
    'user default off',
    'user health on nopass -@all +ping',
    ...Object.entries(passwords).map(
      ([service, password]) => `user ${service} on >${password} ${REDIS_RIGHTS[service as Service]}`,
    ),
  ].join('\n');
}

/**
 * The files of secrets/, by name.
 *
 * @param make  a new password each time; safe in a URL
 */
export function productionSecrets(make: () => string): Record<string, string> {
  const some = <S extends Service>(services: readonly S[]) =>
    Object.fromEntries(services.map((service) => [service, make()])) as Record<S, string>;
  const broker = some(SERVICES);
  const databases = some(['users', 'catalog', 'recommender'] as const);
  const caches = some(['gateway', 'recommender'] as const);
  const urls = (passwords: object, ending: string, url: (service: string, password: string) => string) =>
    Object.fromEntries(
      Object.entries(passwords).map(([service, password]) => [
        `${service}.${ending}`,
        url(service, String(password)),
      ]),
    );
  return {
    jwt: make(),
    'rabbitmq-definitions.json': brokerDefinitions(broker),
    'mongodb-root-password': make(),
    'mongodb-users.js': databaseUsers(databases),
    'redis-users.acl': redisUsers(caches),
    ...urls(broker, 'rabbitmq-url', (user, password) => `amqp://${user}:${password}@rabbitmq:5672`),
    ...urls(
      databases,
      'mongodb-uri',
      (user, password) => `mongodb://${user}:${password}@mongodb:27017/?authSource=${DATABASE_PREFIX}${user}`,
    ),
    ...urls(caches, 'redis-url', (user, password) => `redis://${user}:${password}@redis:6379`),
  };
}
