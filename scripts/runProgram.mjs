import { spawn } from 'node:child_process';

/**
 * Runs this Node on a script with its arguments. Answers whether it ended well, and what it wrote when that is `kept` instead of shown,
 * so that programs that run side by side do not mix.
 */
export function runProgram(args, { kept }) {
  return new Promise((ended, failed) => {
    const child = spawn(process.execPath, args, { stdio: kept ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    const written = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => written.push(bytes));
    child.once('error', failed);
    child.once('close', (code) => ended({ ok: code === 0, output: Buffer.concat(written) }));
  });
}
