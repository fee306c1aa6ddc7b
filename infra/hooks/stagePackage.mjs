// Lays out dist/package: what is deployed, and nothing else. The bundle needs no packages, so its package.json names none.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const target = join(root, 'dist', 'package');
const { name, version, license, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(target, { recursive: true, force: true });
mkdirSync(dirname(join(target, main)), { recursive: true });
const installed = ['agent.js', 'install.sh', 'skywarden-agent.service', 'Skywarden.ps1'].map((name) => `dist/${name}`);
for (const file of ['host.json', main, ...installed]) cpSync(join(root, file), join(target, file));
writeFileSync(
  join(target, 'package.json'),
  `${JSON.stringify({ name, version, private: true, license, main }, null, 2)}\n`,
);
console.log(`Staged ${target}`);
