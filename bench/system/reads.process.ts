import { setTimeout as pause } from 'node:timers/promises';

/**
 * A process that reads one person's list at a steady pace, nothing else, so that what it measures is the server's and not
 * that of a client with its hands full.
 *
 *   reads.process.js <url> <access token> <seconds> <milliseconds between reads>
 *
 * Prints the milliseconds of each read as JSON.
 */
const [url, token, seconds, every] = process.argv.slice(2);

const reads: Promise<number>[] = [];
const end = performance.now() + Number(seconds) * 1000;
while (performance.now() < end) {
  reads.push(read());
  await pause(Number(every));
}
console.log(JSON.stringify(await Promise.all(reads)));

async function read(): Promise<number> {
  const began = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}`);
  return performance.now() - began;
}
