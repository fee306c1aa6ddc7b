import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Which room may import which, and which packages; ARCHITECTURE.md section 2. `pure` packages compute and do nothing
 * else. The first room whose path a file begins with is its own.
 */
const pure = [
  'zod',
  'csv-stringify/sync',
  're2js',
  'ipaddr.js',
  'yaml',
  'node:crypto',
  'node:zlib',
  'node:util',
  'node:buffer',
];
const anything = ['*'];
const outer = ['model', 'core', 'config', 'content', 'adapters', 'manifest'];
const rooms: { room: string; path: string; rooms: string[]; packages: string[] }[] = [
  { room: 'model', path: 'shared/model/', rooms: [], packages: ['zod'] },
  { room: 'core', path: 'shared/core/', rooms: ['model'], packages: pure },
  { room: 'ports', path: 'shared/flows/ports', rooms: ['model', 'core', 'ports'], packages: [] },
  { room: 'ports', path: 'shared/flows/delivery.ts', rooms: ['model', 'core'], packages: ['zod'] },
  { room: 'flows', path: 'shared/flows/', rooms: ['model', 'core', 'ports'], packages: ['zod', 'node:crypto'] },
  { room: 'adapters', path: 'shared/adapters/', rooms: ['model', 'core', 'ports', 'config'], packages: anything },
  { room: 'http', path: 'shared/http/', rooms: ['model', 'core', 'flows', 'ports'], packages: [...pure, 'jose'] },
  { room: 'config', path: 'shared/config.ts', rooms: [], packages: ['zod'] },
  {
    room: 'app',
    path: 'shared/app',
    rooms: ['manifest', 'model', 'core', 'flows', 'ports', 'adapters', 'http', 'config', 'content'],
    packages: ['node:crypto'],
  },
  { room: 'content', path: 'content/', rooms: ['model', 'core'], packages: ['zod'] },
  {
    room: 'functions',
    path: 'functions/',
    rooms: ['app', 'flows', 'model', 'http'],
    packages: ['@azure/functions', 'node:buffer'],
  },
  { room: 'agent', path: 'agent/', rooms: ['model', 'core', 'manifest'], packages: anything },
  { room: 'local', path: 'local/', rooms: [...outer, 'agent'], packages: anything },
  { room: 'cli', path: 'cli/', rooms: [...outer, 'agent', 'local'], packages: anything },
  { room: 'manifest', path: 'package.json', rooms: [], packages: [] },
  { room: 'manifest', path: 'local.settings.sample.json', rooms: [], packages: [] },
  { room: 'manifest', path: 'infra/containers.json', rooms: [], packages: [] },
  { room: 'test', path: 'test/', rooms: anything, packages: anything },
];

const root = join(__dirname, '..');
const files = ['shared', 'content', 'functions', 'agent', 'local', 'cli', 'test']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));

const roomOf = (file: string) => rooms.find(({ path }) => file.startsWith(path));
const sourceOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** What a file imports, by any form that names a module. */
function importsOf(file: string): string[] {
  const forms = /(?:^(?:import|export)\b(?:[^'"`;]*\bfrom)?\s*|\b(?<!\.)(?:import|require)\(\s*)'([^'\n]+)'/gm;
  return [...withoutComments(sourceOf(file)).matchAll(forms)].map(([, name]) => name!);
}

function faultOf(file: string, name: string): string | undefined {
  const own = roomOf(file)!;
  if (!name.startsWith('.')) {
    const fine = own.packages.includes('*') || own.packages.includes(name);
    return fine ? undefined : `${file} imports the package ${name}`;
  }
  const target = relative(root, join(root, dirname(file), name))
    .split(sep)
    .join('/');
  const room = roomOf(target.endsWith('.json') ? target : `${target}.ts`)?.room ?? 'outside of all rooms';
  const fine = room === own.room || own.rooms.includes('*') || own.rooms.includes(room);
  return fine ? undefined : `${file} imports ${target} (${room})`;
}

test('every source file belongs to a room', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => !roomOf(file))).toEqual([]);
});

test('rooms import only what the architecture allows', () => {
  const faults = files.flatMap((file) => importsOf(file).flatMap((name) => faultOf(file, name) ?? []));
  expect(faults).toEqual([]);
});

test('imports are found in every form', () => {
  expect(importsOf('test/architecture.test.ts')).toEqual(['node:fs', 'node:path']);
  expect(faultOf('shared/core/x.ts', '@azure/cosmos')).toMatch(/package @azure\/cosmos/);
  expect(faultOf('shared/core/posture/x.ts', '../../flows/ports')).toMatch(/\(ports\)/);
  expect(faultOf('shared/flows/x.ts', '../adapters/once')).toMatch(/\(adapters\)/);
  expect(faultOf('content/sources/x.ts', '../../shared/model/json')).toBeUndefined();
});

test('only the settings files read the environment of the process', () => {
  const readers = files.filter((file) => /\bprocess\s*\.\s*env\b|\bprocess\[/.test(withoutComments(sourceOf(file))));
  const allowed = /^(shared\/config\.ts|agent\/settings\.ts|local\/|cli\/|test\/)/;
  expect(readers.filter((file) => !allowed.test(file))).toEqual([]);
});

test('core and content know no clock, no chance and no outside', () => {
  const outside =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandom(?:UUID|Bytes|Int)\b|\bfetch\(|\bsetTimeout\(|\bconsole\./;
  const inner = files.filter((file) => /^(shared\/core|shared\/model|content)\//.test(file));
  expect(inner.filter((file) => outside.test(withoutComments(sourceOf(file))))).toEqual([]);
});

test('doors only register and hand over: 25 lines', () => {
  const doors = files.filter((file) => file.startsWith('functions/') && !file.endsWith('.generated.ts'));
  const long = doors.filter((file) => sourceOf(file).trimEnd().split('\n').length > 25);
  expect(long).toEqual([]);
});

test('no file is a drawer for anything', () => {
  const drawers = /(^|\/)(utils?|helpers?|common|types|misc|index)\.ts$/;
  // Types are the subject there: IS_STRING, IS_NUMBER and their like.
  const subject = 'local/cosmos/query/functions/types.ts';
  expect(files.filter((file) => drawers.test(file) && file !== subject)).toEqual([]);
});

test('nothing is exported as default', () => {
  expect(files.filter((file) => /^export default\b/m.test(withoutComments(sourceOf(file))))).toEqual([]);
});
