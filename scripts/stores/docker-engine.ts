import { runCommand } from '../process/command-line.js';

/** Whether a Docker engine answers and has compose. The client without its engine says no at once; a far one may hang. */
export async function dockerAnswers(): Promise<boolean> {
  const options = { timeoutMs: 8_000 };
  const info = await runCommand('docker', ['info', '--format', '{{.ServerVersion}}'], options);
  return info.code === 0 && (await runCommand('docker', ['compose', 'version'], options)).code === 0;
}
