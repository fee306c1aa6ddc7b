import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assessCommand } from '../../cli/commands/assess';
import type { Json } from '../../shared/model/json';

const type = 'Microsoft.Storage/storageAccounts';
const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g';
const https = `${type}/supportsHttpsTrafficOnly`;
const account = (name: string, supportsHttpsTrafficOnly: boolean) => ({
  id: `${group}/providers/${type}/${name}`,
  type,
  name,
  location: 'westus',
  properties: { supportsHttpsTrafficOnly },
});
const definition = (name: string, condition: Json, then: Json = { effect: 'Audit' }, parameters: Json = {}) => ({
  id: `/providers/Microsoft.Authorization/policyDefinitions/${name}`,
  name,
  properties: { mode: 'All', parameters, policyRule: { if: condition, THEN: then } },
});
const ofType = { field: 'type', equals: type };
const insecure = definition('https', { allOf: [ofType, { field: https, equals: false }] });

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'assess-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
}

async function assess(definitions: unknown, resources: unknown, ...more: string[]) {
  const lines: string[] = [];
  const files = ['--definitions', write('d.json', definitions), '--resources', write('r.json', resources)];
  await assessCommand([...files, ...more], (text) => lines.push(...text.split('\n')));
  return lines.map((line) => JSON.parse(line) as Record<string, Json>);
}

test('a line for each definition and resource of its type, with the ids as given', async () => {
  const other = { id: `${group}/providers/Other.Type/things/x`, type: 'Other.Type/things' };
  const lines = await assess([insecure], [account('Good', true), other, account('bad', false)]);
  const line = { definition: insecure.id, applicable: true, effect: 'Audit', reason: null };
  expect(lines).toEqual([
    { ...line, resource: account('Good', true).id, compliance: 'Compliant' },
    { ...line, resource: account('bad', false).id, compliance: 'NonCompliant' },
  ]);
  expect(Object.keys(lines[0]!)).toEqual(['definition', 'resource', 'applicable', 'compliance', 'effect', 'reason']);
});

test('not applicable has no compliance, Disabled no line, and what does not compile is Unknown', async () => {
  const any = definition('any', { not: ofType });
  const off = definition('off', ofType, { effect: 'Disabled' });
  const broken = definition('broken', { allOf: [ofType, { field: https, sounds: 'x' }] });
  const wrong = definition('wrong', { allOf: [ofType, { value: '[newGuid()]', equals: 'x' }] });
  const lines = await assess([any, off, broken, wrong, { name: 'empty' }], account('a', true));
  expect(
    lines.map(({ definition: id, applicable, compliance, reason }) => [id, applicable, compliance, reason]),
  ).toEqual([
    [any.id, false, null, null],
    [broken.id, true, 'Unknown', 'unsupported-operator: sounds'],
    [wrong.id, true, 'Unknown', 'unsupported-function: newGuid'],
    ['empty', true, 'Unknown', 'unsupported-syntax: policyRule is no object'],
  ]);
});

test('what no JSON decides is Unknown with a reason, without lines where it is Disabled', async () => {
  const then = { effect: 'Audit' };
  const inMode = (name: string, properties: object, effect = then) => {
    const { id, properties: rule } = definition(name, ofType, effect);
    return { id, properties: { ...rule, ...properties } };
  };
  const lines = await assess(
    [
      inMode('data', { mode: 'Microsoft.Kubernetes.Data' }),
      inMode('off', { mode: 'Microsoft.Kubernetes.Data' }, { effect: 'DISABLED' }),
      inMode('manual', {}, { effect: 'Manual' }),
      inMode('static', { policyType: 'Static' }),
      inMode('request', {}, { effect: 'denyAction' }),
    ],
    account('a', true),
  );
  expect(lines.map(({ applicable, compliance, reason }) => [applicable, compliance, reason])).toEqual([
    [true, 'Unknown', 'unsupported-mode'],
    [true, 'Unknown', 'manual'],
    [true, 'Unknown', 'static'],
    [true, 'Unknown', 'request-time-effect'],
  ]);
});

test('a key that is written twice is a fault of the rule, not its last value', async () => {
  const twice = JSON.stringify(insecure).replace('"equals":false', '"equals":true,"equals":false');
  expect(await assess(twice, account('a', true))).toMatchObject([
    { compliance: 'Unknown', reason: 'unsupported-syntax: Equals occurs twice in a condition' },
  ]);
});

test('resources come as NDJSON, in a gzip, as an answer of ARM or Resource Graph, nested, or recorded by source', async () => {
  const [a, b] = [account('a', false), account('b', false)];
  const definitions = write('d.json', insecure);
  const child = { name: 'a/default', type: 'blobServices', properties: {} };
  const count = async (name: string, content: unknown) => {
    const ids: string[] = [];
    const args = ['--definitions', definitions, '--resources', write(name, content)];
    await assessCommand(args, (text) => {
      for (const line of text.split('\n')) ids.push((JSON.parse(line) as { resource: string }).resource);
    });
    return ids;
  };
  const both = [a.id, b.id];
  expect(await count('r.ndjson', `${JSON.stringify(a)}\n\n${JSON.stringify(b)}\n`)).toEqual(both);
  expect(await count('r.ndjson.gz', `${JSON.stringify(a)}\n${JSON.stringify(b)}\n`)).toEqual(both);
  expect(await count('r.json', JSON.stringify({ value: [a, b] }, null, 2))).toEqual(both);
  expect(await count('r.json', { count: 2, data: [{ ...a, type: type.toLowerCase(), zones: null }, b] })).toEqual(both);
  expect(await count('r.json', [{ ...a, resources: [b, child] }])).toEqual(both);
  expect(
    await count(
      'r.json',
      [a, b].map((resource, at) => ({ source: `${at}`, resource })),
    ),
  ).toEqual(both);
});

test('children may be nested at any distance, also what is attached, and lie where ARM puts them', async () => {
  const server = { id: `${group}/providers/Microsoft.Sql/servers/S`, type: 'Microsoft.Sql/servers', name: 'S' };
  const tde = 'Microsoft.Sql/servers/databases/transparentDataEncryption';
  const lock = 'Microsoft.Authorization/locks';
  const resources = [
    { type: 'databases', name: 'a', resources: [{ type: 'transparentDataEncryption', name: 'current' }] },
    { type: 'databases/transparentDataEncryption', name: 'b/current' },
    { type: tde, name: 'S/c/current' },
    { type: lock, name: 'keep' },
    { type: 'databases/providers/locks', name: 'd/Microsoft.Authorization/keep' },
  ];
  const any = definition('any', { field: 'type', in: [tde, lock] });
  const lines = await assess(any, { ...server, resources });
  expect(lines.map(({ resource }) => resource)).toEqual([
    ...['a', 'b', 'c'].map((name) => `${server.id}/databases/${name}/transparentDataEncryption/current`),
    `${server.id}/providers/${lock}/keep`,
    `${server.id}/databases/d/providers/${lock}/keep`,
  ]);
});

test('a table of Resource Graph has its columns beside its rows', async () => {
  const names = ['id', 'type', 'location', 'properties', 'kind'];
  const rows = [account('a', false), account('b', true)].map((one) => [one.id, one.type, 'westus', one.properties, '']);
  const lines = await assess(insecure, { data: { columns: names.map((name) => ({ name, type: 'string' })), rows } });
  expect(lines.map(({ compliance }) => compliance)).toEqual(['NonCompliant', 'Compliant']);
});

test('a resource that is there twice is judged twice, each for itself', async () => {
  const lines = await assess(insecure, [account('a', true), account('a', false)]);
  expect(lines.map(({ compliance }) => compliance)).toEqual(['Compliant', 'NonCompliant']);
});

test('a list of any length and a text of any length are read', async () => {
  const many = Array.from({ length: 150_000 }, () => ({ id: 'x', type: 'Other.Type/things' }));
  expect(await assess(insecure, [...many, account('a', false)])).toHaveLength(1);
  const long = { ...insecure, description: 'x\\"'.repeat(500_000) };
  expect(await assess(long, account('a', false))).toHaveLength(1);
});

test('what nests too deep is Unknown or wrong use, never a crash', async () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const rule = JSON.stringify(definition('deep', { field: https, equals: '@' })).replace('"@"', deep);
  expect(await assess(rule, account('a', true))).toMatchObject([{ compliance: 'Unknown', reason: 'limit-exceeded' }]);
  const judged = JSON.stringify(account('a', true)).replace('"westus"', deep);
  expect(await assess(insecure, judged)).toMatchObject([{ compliance: 'Unknown', reason: 'limit-exceeded' }]);
  const file = write('p.json', `{"p":{"value":${deep}}}`);
  const lines = await assess(
    definition('p', { value: "[parameters('p')]", equals: 1 }, { effect: 'audit' }, { p: { type: 'Array' } }),
    account('a', true),
    '--parameters',
    file,
  );
  expect(lines).toMatchObject([{ compliance: 'Unknown', reason: 'limit-exceeded' }]);
});

const blobs = `${type}/blobServices`;
const hasBlobs = definition('blobs', ofType, { effect: 'auditIfNotExists', details: { type: blobs, name: 'default' } });

test('the files are the whole world, unless they are partial', async () => {
  const bare = account('a', true);
  expect(await assess(hasBlobs, bare)).toMatchObject([{ compliance: 'NonCompliant', reason: null }]);
  expect(await assess(hasBlobs, bare, '--partial')).toMatchObject([
    { compliance: 'Unknown', reason: 'related-not-collected' },
  ]);
  const nested = { ...bare, resources: [{ type: 'blobServices', name: 'default', properties: {} }] };
  expect(await assess(hasBlobs, nested, '--partial')).toMatchObject([{ compliance: 'Compliant' }]);
});

test('a resource group that is absent is made from the id', async () => {
  const named = definition('named', { allOf: [ofType, { value: '[resourceGroup().name]', equals: 'G' }] });
  const tagged = definition('tagged', { allOf: [ofType, { value: '[resourceGroup().tags.owner]', equals: '' }] });
  const lines = await assess([named, tagged], account('a', true));
  expect(lines.map(({ compliance }) => compliance)).toEqual(['NonCompliant', 'NonCompliant']);
});

describe('parameters and initiatives', () => {
  const parametrised = definition(
    'wanted',
    { allOf: [ofType, { field: 'name', equals: "[parameters('Wanted')]" }, { field: https, exists: true }] },
    { effect: "[parameters('effect')]" },
    { wanted: { type: 'String' }, effect: { type: 'String', defaultValue: 'Audit' } },
  );
  const set = {
    id: '/providers/Microsoft.Authorization/policySetDefinitions/set',
    name: 'set',
    properties: {
      displayName: 'All of it',
      parameters: { name: { type: 'String', defaultValue: 'b' } },
      policyDefinitions: [
        {
          policyDefinitionId: parametrised.id,
          policyDefinitionReferenceId: 'one',
          parameters: { wanted: { value: "[parameters('name')]" } },
        },
        {
          policyDefinitionId: parametrised.id,
          policyDefinitionReferenceId: 'off',
          parameters: { effect: { value: 'Disabled' } },
        },
      ],
    },
  };

  test('parameters are those of an assignment', async () => {
    expect(await assess(parametrised, account('a', true))).toMatchObject([
      { compliance: 'Unknown', reason: 'parameter-missing', detail: 'Wanted' },
    ]);
    const file = write('p.json', { WANTED: { value: 'a' }, effect: { value: 'Deny' } });
    expect(await assess(parametrised, account('a', true), '--parameters', file)).toMatchObject([
      { compliance: 'NonCompliant', effect: 'Deny' },
    ]);
  });

  test('an initiative is judged by its members, with its parameters', async () => {
    const lines = await assess(
      [parametrised, set],
      [account('a', true), account('b', true)],
      '--initiative',
      'all of IT',
    );
    expect(lines.map(({ reference, compliance }) => [reference, compliance])).toEqual([
      ['one', null],
      ['one', 'NonCompliant'],
    ]);
    const file = write('p.json', { name: { value: 'a' } });
    const assigned = await assess([parametrised, set], account('a', true), '--initiative', 'set', '--parameters', file);
    expect(assigned).toMatchObject([{ reference: 'one', compliance: 'NonCompliant' }]);
  });

  test('wrong use says what to do', async () => {
    await expect(assess([set], [], '--initiative', 'none')).rejects.toThrow("No initiative 'none' among 'All of it'.");
    await expect(assess([set], [], '--parameters', write('p.json', { name: 'a' }))).rejects.toThrow(
      '{"name": {"value": ...}}',
    );
    await expect(assessCommand(['--definitions', 'x'])).rejects.toThrow('Usage:');
    await expect(assess('{"a":1}\nno json', [])).rejects.toThrow('d.json:2 is no JSON');
  });
});

test('definitions may be spread over a folder', async () => {
  const below = join(folder, 'policies', 'storage');
  mkdirSync(below, { recursive: true });
  writeFileSync(join(below, 'a.json'), JSON.stringify(insecure, null, 2));
  writeFileSync(join(folder, 'policies', 'b.ndjson'), `${JSON.stringify(hasBlobs)}\n`);
  writeFileSync(join(folder, 'policies', 'README.md'), '# no definition');
  const lines: string[] = [];
  const resources = write('r.json', account('a', true));
  await assessCommand(['--definitions', join(folder, 'policies'), '--resources', resources], (text) =>
    lines.push(...text.split('\n')),
  );
  expect(lines).toHaveLength(2);
});
