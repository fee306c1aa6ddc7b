// Writes an index of plain imports for every folder whose files register themselves by being there, and turns YAML and CSV
// content into modules. The indexes are git-ignored and sorted, so builds are reproducible and nobody edits a list.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Folder, the name under which each of its files exports, the type of that export and the module the type comes from. */
const rooms = [
  ['content/sources', 'source', 'Source', 'shared/core/ingest/source'],
  ['content/recommendations', 'recommendation', 'Recommendation', 'shared/core/posture/recommendation'],
  ['shared/core/detect/stateful', 'detector', 'StatefulDetector', 'shared/core/detect/detector'],
  ['shared/adapters/sinks', 'sink', 'Sink', 'shared/flows/delivery'],
  ['shared/adapters/actions', 'action', 'Sink', 'shared/flows/delivery'],
  ['shared/http/nouns', 'noun', 'Noun', 'shared/http/noun'],
  ['cli/commands', 'command', 'Command', 'cli/command'],
];

/** Files below a folder with that ending, in the order of their names, with `/` on every system. */
function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.name.includes('.generated.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).replaceAll('\\', '/'))
    .sort();
}

function writeIfChanged(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text);
}

/** How a module in `folder` names the module `path`. */
function specifier(folder, path) {
  const way = relative(folder, path).replaceAll('\\', '/').replace(/\.ts$/, '');
  return way.startsWith('.') ? way : `./${way}`;
}

for (const [folder, name, type, typeModule] of rooms) {
  const parent = dirname(folder);
  const list = basename(folder);
  const modules = filesBelow(folder, '.ts').map((file) => specifier(parent, file));
  const lines = [
    `import type { ${type} } from '${specifier(parent, typeModule)}';`,
    ...modules.map((path, at) => `import { ${name} as unit${at} } from '${path}';`),
    '',
    `export const ${list}: ${type}[] = [${modules.map((_, at) => `unit${at}`).join(', ')}];`,
    '',
  ];
  writeIfChanged(join(parent, `${list}.generated.ts`), lines.join('\n'));
}

/** A file may hold a correlation and its rules, one document each. */
function documentsIn(file) {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0].message}`);
    return { file, rule: document.toJS() };
  });
}

const detections = filesBelow('content/detections', '.yml').flatMap(documentsIn);
writeIfChanged(
  'content/detections.generated.ts',
  `export const detections: { file: string; rule: unknown }[] = ${parsed(detections)};\n`,
);

const lists = filesBelow('content/indicators', '.csv').map((file) => ({ file, text: readFileSync(file, 'utf8') }));
writeIfChanged(
  'content/indicators.generated.ts',
  `export const indicatorLists: { file: string; text: string }[] = ${JSON.stringify(lists, null, 1)};\n`,
);

const standards = filesBelow('content/standards', '.json').map((file) => ({
  file,
  standard: JSON.parse(readFileSync(file, 'utf8')),
}));
writeIfChanged(
  'content/standards.generated.ts',
  `export const standards: { file: string; standard: unknown }[] = ${JSON.stringify(standards, null, 1)};\n`,
);

const doors = filesBelow('functions', '.ts').filter((file) => dirname(file) !== 'functions');
writeIfChanged(
  'functions/doors.generated.ts',
  doors.map((file) => `import '${specifier('functions', file)}';\n`).join(''),
);

/** A text that is parsed takes half the time of a literal of that size: each start of the app pays for it. */
function parsed(value) {
  return `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
}
