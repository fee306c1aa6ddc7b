import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedFiles } from '../../shared/adapters/installedFiles';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'installed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('a file names the hashes of others where it asks for them, and its own hash is that of what is served', async () => {
  writeFileSync(join(folder, 'agent.js'), 'run();');
  writeFileSync(join(folder, 'install.sh'), "agent='@SHA256 agent.js@'");
  const { text, sha256: hash } = await installedFiles(folder).read('install.sh');
  expect(text).toBe(`agent='${sha256('run();')}'`);
  expect(hash).toBe(sha256(text));
});

test('a file that was missing is found once it is there', async () => {
  const files = installedFiles(folder);
  await expect(files.read('agent.js')).rejects.toThrow('ENOENT');
  writeFileSync(join(folder, 'agent.js'), 'run();');
  expect((await files.read('agent.js')).text).toBe('run();');
});
