import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import sample from '../../../local.settings.sample.json';
import { readConfig } from '../../../shared/config';

const hook = join(__dirname, '..', '..', '..', 'infra', 'hooks', 'secretsKey.mjs');
let folder: string;

/** A stand-in for `azd env get-value|set` that keeps one value in a file, first on the PATH. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'azd-'));
  const file = join(folder, 'value');
  writeFileSync(
    join(folder, 'azd'),
    `#!/bin/sh\nif [ "$2" = set ]; then printf %s "$4" > '${file}'; else cat '${file}'; fi\n`,
  );
  chmodSync(join(folder, 'azd'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kept = (): string => readFileSync(join(folder, 'value'), 'utf8');
const run = (environment: Record<string, string> = {}, ...options: string[]) =>
  promisify(execFile)(process.execPath, [hook, ...options], {
    env: { PATH: `${folder}${delimiter}${process.env.PATH}`, ...environment },
  });
const ringOf = (text: string) => readConfig({ ...sample.Values, SECRETS_KEY: text }).SECRETS_KEY;

test('a new environment gets a key ring of one random key that the app takes, and the key is not printed', async () => {
  const { stdout, stderr } = await run();
  const [first] = ringOf(kept());
  await run();
  expect(ringOf(kept())).toHaveLength(1);
  expect(ringOf(kept())[0]!.key.equals(first!.key)).toBe(false);
  expect(stdout + stderr).not.toContain(first!.key.toString('base64'));
});

test('an environment that has a key ring keeps it', async () => {
  await run({ SKYWARDEN_SECRETS_KEY: sample.Values.SECRETS_KEY });
  expect(existsSync(join(folder, 'value'))).toBe(false);
});

test('an environment that was deployed before and lost its key gets no other, but is told where the key is', async () => {
  await expect(run({ SKYWARDEN_KEY_VAULT: 'kv-example' })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--vault-name kv-example --name secrets-key'),
  });
  expect(existsSync(join(folder, 'value'))).toBe(false);
});

test('rotation puts a new key first and keeps the others', async () => {
  await run();
  const before = ringOf(kept());
  await run({}, '--rotate');
  const after = ringOf(kept());
  expect(after).toHaveLength(2);
  expect(after.slice(1)).toEqual(before);
  expect(after[0]!.id).not.toBe(after[1]!.id);
});

test('rotation without a key fails and stores nothing', async () => {
  await expect(run({}, '--rotate')).rejects.toMatchObject({ code: 1 });
  expect(existsSync(join(folder, 'value'))).toBe(false);
});
