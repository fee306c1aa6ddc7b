// Writes an index of plain imports for every folder whose files register themselves by being there.
// The indexes are git-ignored and sorted, so builds are reproducible and nobody edits a list.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folder, the name each file exports, the type of that export and the index file. */
const indexes = [
  { folder: 'content/sources', name: 'source', type: ['Source', './../shared/core/ingest/source'] },
  {
    folder: 'content/recommendations',
    name: 'recommendation',
    type: ['Recommendation', './../shared/core/posture/recommendation'],
  },
  { folder: 'shared/core/detect/stateful', name: 'detector', type: ['StatefulDetector', './detector'] },
  { folder: 'shared/adapters/sinks', name: 'sink', type: ['Sink', './../flows/delivery'] },
  { folder: 'shared/adapters/actions', name: 'action', type: ['Sink', './../flows/delivery'] },
  { folder: 'shared/http/nouns', name: 'noun', type: ['Noun', './noun'] },
];

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function writeIfChanged(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text);
}

for (const { folder, name, type } of indexes) {
  if (!existsSync(folder)) continue;
  const parent = join(folder, '..');
  const files = filesBelow(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.generated.ts'));
  const modules = files.map((file) => `./${relative(parent, file).replace(/\.ts$/, '')}`);
  const plural = folder.split('/').at(-1);
  const lines = [
    `import type { ${type[0]} } from '${type[1].replace('./../', '../')}';`,
    ...modules.map((path, at) => `import { ${name} as unit${at} } from '${path}';`),
    '',
    `export const ${plural}: ${type[0]}[] = [${modules.map((_, at) => `unit${at}`).join(', ')}];`,
    '',
  ];
  writeIfChanged(join(parent, `${plural}.generated.ts`), lines.join('\n'));
}

if (existsSync('content/detections')) {
  const { parse } = await import('yaml');
  const rules = filesBelow('content/detections')
    .filter((file) => file.endsWith('.yml'))
    .map((file) => ({ file, rule: parse(readFileSync(file, 'utf8')) }));
  const text = `export const detections: { file: string; rule: unknown }[] = ${JSON.stringify(rules, null, 1)};\n`;
  writeIfChanged('content/detections.generated.ts', text);
}

if (existsSync('content/indicators')) {
  const lists = filesBelow('content/indicators')
    .filter((file) => file.endsWith('.csv'))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const text = `export const indicatorLists: { file: string; text: string }[] = ${JSON.stringify(lists, null, 1)};\n`;
  writeIfChanged('content/indicators.generated.ts', text);
}

if (existsSync('functions')) {
  const doors = filesBelow('functions').filter((file) => file.endsWith('.ts') && file.split('/').length > 2);
  const text = doors.map((file) => `import './${relative('functions', file).replace(/\.ts$/, '')}';\n`).join('');
  writeIfChanged('functions/doors.generated.ts', text);
}
