import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../cli/commands.generated';
import { usageOf } from '../../cli/usage';

test('every command has the name of its file', () => {
  const files = readdirSync(join(__dirname, '../../cli/commands')).map((file) => file.replace(/\.ts$/, ''));
  expect(commands.map(({ name }) => name).sort()).toEqual(files.sort());
});

test('the usage has a line for each command, with its operands, summaries below each other', () => {
  const run = async () => {};
  const usage = usageOf([
    { name: 'replay', operands: 'FILE ...', summary: 'send telemetry', run },
    { name: 'token', summary: 'a token', run },
  ]);
  expect(usage.split('\n').slice(1)).toEqual(['  replay FILE ...   send telemetry', '  token             a token']);
});
