import { createHash, randomBytes } from 'node:crypto';

/** What a user may do in a virtual host; patterns of names of queues and exchanges. */
export interface Rights {
  configure: string;
  write: string;
  read: string;
}

const EVERYTHING: Rights = { configure: '.*', write: '.*', read: '.*' };

/** As RabbitMQ stores passwords: base64 of a salt of four bytes and the SHA-256 of salt and password. */
export function passwordHash(password: string, salt = randomBytes(4)): string {
  const digest = createHash('sha256').update(salt).update(password).digest();
  return Buffer.concat([salt, digest]).toString('base64');
}

export function userDefinition(name: string, password: string) {
  return {
    name,
    password_hash: passwordHash(password),
    hashing_algorithm: 'rabbit_password_hashing_sha256',
    tags: [] as string[],
  };
}

/** A definitions file, which a broker reads when it starts: one user who may do everything in each virtual host. */
export function singleUserDefinitions(name: string, password: string, vhosts: string[]): string {
  return JSON.stringify({
    users: [userDefinition(name, password)],
    vhosts: vhosts.map((vhost) => ({ name: vhost })),
    permissions: vhosts.map((vhost) => ({ user: name, vhost, ...EVERYTHING })),
  });
}
