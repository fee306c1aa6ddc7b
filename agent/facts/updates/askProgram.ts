import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Socket } from 'node:net';

/** Runs a program with fixed arguments, and answers what it wrote; throws when it fails. */
export type AskProgram = (program: string, argv: readonly string[], fine?: readonly number[]) => Promise<string>;

const milliseconds = 60_000;
const mostBytes = 16 * 1024 * 1024;

/** No shell, nothing of the environment, an end in time. A program at work does not keep a collector from ending. */
export const askProgram: AskProgram = (program, argv, fine = [0]) => {
  const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', HOME: tmpdir() };
  return new Promise((resolve, reject) => {
    const child = execFile(program, argv, { timeout: milliseconds, maxBuffer: mostBytes, env }, (error, stdout) => {
      if (error === null || (typeof error.code === 'number' && fine.includes(error.code))) resolve(stdout);
      else reject(error);
    });
    child.stdin?.end();
    child.unref();
    for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref();
  });
};
