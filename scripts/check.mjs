// What should pass before a commit, within a minute: build, types, lint, format, and the tests of what changed.
import { runProgram } from './runProgram.mjs';

/** npm says where it is to the scripts that it runs. */
const npm = (script) => [process.env.npm_execpath, 'run', '--silent', script];

/** One after the other, to the first that fails. */
async function inTurn(...scripts) {
  for (const script of scripts) {
    const { ok, output } = await runProgram(npm(script), { kept: true });
    process.stdout.write(`=== ${script}${ok ? '' : ' FAILED'}\n`);
    process.stdout.write(output);
    if (!ok) return false;
  }
  return true;
}

const built = await inTurn('build:quiet');
const [checked, formatted] = await Promise.all([
  built && inTurn('types', 'lint', 'check:tests'),
  inTurn('format:check'),
]);
if (!checked || !formatted) process.exitCode = 1;
