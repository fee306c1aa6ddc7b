// Unit tests keep the processor busy, end-to-end tests mostly wait: side by side they end in two thirds of the time.
import { spawn } from 'node:child_process';

const jest = (project, ...more) => [
  'node_modules/jest/bin/jest.js',
  `--selectProjects=${project}`,
  '--maxWorkers=2',
  ...more,
];

/** Answers the exit code. What the second writes is shown when it has ended. */
function run(args, stdio) {
  return new Promise((ended, failed) => {
    const child = spawn(process.execPath, args, { stdio });
    const written = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => written.push(bytes));
    child.once('error', failed);
    child.once('close', (code) => ended({ code: code ?? 1, written }));
  });
}

const [unit, endToEnd] = await Promise.all([
  run(jest('unit'), 'inherit'),
  run(jest('e2e', '--forceExit'), ['ignore', 'pipe', 'pipe']),
]);
process.stdout.write(Buffer.concat(endToEnd.written));
process.exitCode = unit.code || endToEnd.code;
