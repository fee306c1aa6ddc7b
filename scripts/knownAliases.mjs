// Writes the names of the aliases that policy definitions use, from files or folders of definitions (a checkout of
// Azure/azure-policy, or NDJSON): what is in the list exists, so its absence on a resource means that it is not set.
// node scripts/knownAliases.mjs FILE|DIR ... > shared/core/posture/policy/fields/knownAliases.json
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const quoted = /\b(?:field|current)\(\s*'([^']+)'/gi;
const inFieldExpression = /'([^']+\/[^']+)'/g;

const filesIn = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesIn(join(path, name)))
    : [path];

function documentsIn(file) {
  const bytes = readFileSync(file);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  if (!/\.ndjson(\.gz)?$/.test(file)) return [JSON.parse(text)];
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const names = new Map();

function add(name) {
  if (!name.includes('/') || name.startsWith('[')) return;
  const key = name.toLowerCase();
  if (!names.has(key) || name < names.get(key)) names.set(key, name);
}

function walk(value, key) {
  if (typeof value === 'string') {
    if (key === 'field' && !value.startsWith('[')) add(value);
    if (!value.startsWith('[')) return;
    for (const [, name] of value.matchAll(key === 'field' ? inFieldExpression : quoted)) add(name);
  } else if (value !== null && typeof value === 'object') {
    for (const [name, member] of Object.entries(value)) {
      if (name.toLowerCase() !== 'deployment') walk(member, Array.isArray(value) ? key : name.toLowerCase());
    }
  }
}

for (const file of process.argv.slice(2).flatMap(filesIn)) {
  for (const definition of documentsIn(file)) walk(definition.properties?.policyRule ?? {}, '');
}

/** Grouped by the longest beginning up to the last `/` before any `[*]` or `.` of the path. */
const groups = {};
for (const name of [...names.values()].sort((a, b) => (a < b ? -1 : 1))) {
  const provider = name.indexOf('/');
  const path = name.slice(provider + 1).search(/[.[]/);
  const cut = name.lastIndexOf('/', path < 0 ? undefined : provider + 1 + path);
  (groups[name.slice(0, cut)] ??= []).push(name.slice(cut + 1));
}
const source =
  'Names of aliases used by the public built-in definitions, Azure/azure-policy at commit f4a50bac (MIT); scripts/knownAliases.mjs';
process.stdout.write(`${JSON.stringify({ source, names: groups }, null, 1)}\n`);
