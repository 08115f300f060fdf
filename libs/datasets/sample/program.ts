import { spawn } from 'node:child_process';

/** A program that failed; the message is the last line it wrote to stderr. */
export class ProgramError extends Error {
  constructor(
    message: string,
    readonly stderr: string,
  ) {
    super(message);
  }
}

/**
 * Runs a program to its end, without a shell.
 *
 * @throws ProgramError when it ends with another code than 0; Error when it is not installed
 */
export function runProgram(file: string, args: readonly string[], cwd?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: process.env, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-4000)));
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(`the program "${file}" is not installed`) : error),
    );
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new ProgramError(lastLine(stderr) ?? `${file} ended with code ${code}`, stderr));
    });
  });
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .at(-1);
}
