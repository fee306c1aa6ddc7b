// What should pass before a commit, within a minute: types, lint and format side by side, then the tests of what changed.
import { spawn } from 'node:child_process';

/** Runs an npm script; its output is shown when it has ended, so that those of several do not mix. */
function npm(script) {
  return new Promise((ended, failed) => {
    const child = spawn('npm', ['run', '--silent', script], { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const written = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => written.push(bytes));
    child.once('error', failed);
    child.once('close', (code) => {
      process.stdout.write(`=== ${script}${code === 0 ? '' : ' FAILED'}\n`);
      process.stdout.write(Buffer.concat(written));
      ended(code === 0);
    });
  });
}

const fine = [await npm('build:quiet')];
fine.push(
  ...(await Promise.all([npm('types').then(async (types) => types && (await npm('lint'))), npm('format:check')])),
);
fine.push(await npm('check:tests'));
if (fine.includes(false)) process.exitCode = 1;
