/**
 * Shows, puts back or removes the events that could not be handled:
 *
 *   npm run dead-letters list [service]
 *   npm run dead-letters show|replay|drop <service> [count or id]
 *
 * Without a count, `show` takes the oldest, `replay` all of them; `drop` wants to be told.
 */
import { readEnvironment } from '#platform/config/environment.js';
import { type Choice, type DeadLetter, DeadLetters } from '#platform/messaging/dead.letters.js';
import { oneLine, SetupError } from '../../process/setup-error.js';

const SERVICES = ['users', 'catalog', 'recommender'];
const MOST_LISTED = 100;
const MOST_MOVED = 1_000_000;
const USAGE = [
  'usage: npm run dead-letters list [users|catalog|recommender]',
  '       npm run dead-letters show|replay|drop <users|catalog|recommender> [count or id]',
].join('\n');

type Command = (letters: DeadLetters, service: string, which?: string) => Promise<string[]>;

const COMMANDS: Record<string, Command> = {
  async list(letters, service) {
    const all = await letters.count(service);
    if (all === 0) return [`${service}: no dead events`];
    const oldest = await letters.look(service, { count: MOST_LISTED });
    const more = all > oldest.length ? [`  … and ${all - oldest.length} more`] : [];
    return [`${service}: ${counted(all, 'dead event')}`, ...oldest.flatMap(lines), ...more];
  },
  async show(letters, service, which) {
    const found = await letters.look(service, chosen(which, 1));
    return found.length === 0 ? [`${service}: there is no such dead event`] : found.flatMap(inFull);
  },
  async replay(letters, service, which) {
    const moved = await letters.replay(service, chosen(which, MOST_MOVED));
    return [`${counted(moved.length, 'event')} put back into ${service}.events`];
  },
  async drop(letters, service, which) {
    if (which === undefined) throw new SetupError('say how many, or the id of one');
    const dropped = await letters.drop(service, chosen(which, 0));
    return [
      `${counted(dropped.length, 'event')} removed from ${service}.events.dead`,
      ...dropped.flatMap(lines),
    ];
  },
};

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

function chosen(which: string | undefined, fallback: number): Choice {
  if (which === undefined) return { count: fallback };
  return /^\d{1,7}$/.test(which) ? { count: Number(which) } : { id: which, count: 1 };
}

function lines({ id, event, reason, attempts, deadSince, occurredAt }: DeadLetter): string[] {
  const times = [occurredAt && `happened ${occurredAt}`, deadSince && `given up ${deadSince}`];
  const told = [...times.filter(Boolean), `tried ${attempts === 1 ? 'once' : `${attempts} times`}`];
  return [`  ${id}  ${event}`, `    ${oneLine(reason)}`, `    ${told.join(', ')}`];
}

function inFull(letter: DeadLetter): string[] {
  return [...lines(letter), pretty(letter.content).replaceAll(/^/gm, '    ')];
}

function pretty(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    return content;
  }
}

async function run([name = '', service, which, ...more]: string[]): Promise<string[]> {
  if (!Object.hasOwn(COMMANDS, name) || more.length > 0) throw new SetupError(USAGE);
  const services = service === undefined && name === 'list' ? SERVICES : [service ?? ''];
  if (!services.every((known) => /^[\w-]+$/.test(known))) throw new SetupError(USAGE);
  const letters = await DeadLetters.connect(readEnvironment().RABBITMQ_URL);
  try {
    const told: string[] = [];
    for (const each of services) told.push(...(await COMMANDS[name](letters, each, which)));
    return told;
  } finally {
    await letters.close();
  }
}

try {
  console.log((await run(process.argv.slice(2))).join('\n'));
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
}
