// Unit tests keep the processor busy, end-to-end tests mostly wait: side by side they end in two thirds of the time.
import { runProgram } from './runProgram.mjs';

const jest = (project, ...more) => [
  'node_modules/jest/bin/jest.js',
  `--selectProjects=${project}`,
  '--maxWorkers=2',
  ...more,
];

const [unit, endToEnd] = await Promise.all([
  runProgram(jest('unit'), { kept: false }),
  runProgram(jest('e2e', '--forceExit'), { kept: true }),
]);
process.stdout.write(endToEnd.output);
if (!unit.ok || !endToEnd.ok) process.exitCode = 1;
