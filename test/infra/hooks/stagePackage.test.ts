import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..', '..', '..');
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'stage-'));
  mkdirSync(join(project, 'dist', 'package'), { recursive: true });
  mkdirSync(join(project, 'infra', 'hooks'), { recursive: true });
  for (const file of ['package.json', 'host.json', 'infra/hooks/stagePackage.mjs'])
    cpSync(join(root, file), join(project, file));
  for (const name of ['app.js', 'agent.js', 'install.sh', 'skywarden-agent.service', 'Skywarden.ps1'])
    writeFileSync(join(project, 'dist', name), '"built";');
  writeFileSync(join(project, 'dist', 'package', 'left-over.js'), '');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const stage = () => promisify(execFile)(process.execPath, [join(project, 'infra', 'hooks', 'stagePackage.mjs')]);

test('the package holds the bundle, what it hands to machines, host.json and a package.json that asks for nothing to be installed or built', async () => {
  await stage();
  const folder = join(project, 'dist', 'package');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll(sep, '/'),
  );
  expect(names.sort()).toEqual([
    'dist/Skywarden.ps1',
    'dist/agent.js',
    'dist/app.js',
    'dist/install.sh',
    'dist/skywarden-agent.service',
    'host.json',
    'package.json',
  ]);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  expect(Object.keys(manifest).sort()).toEqual(['license', 'main', 'name', 'private', 'version']);
  expect(manifest.main).toBe('dist/app.js');
});

test('without a bundle there is no package', async () => {
  rmSync(join(project, 'dist', 'app.js'));
  await expect(stage()).rejects.toMatchObject({ code: 1 });
});
