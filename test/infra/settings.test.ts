import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../shared/config';
import sample from '../../local.settings.sample.json';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const functions = read('infra/modules/functions.bicep');

/** Names and expressions of the object `var settings = {...}`. */
const settings = new Map(
  [
    ...functions
      .split('var settings = {')[1]!
      .split('\n}')[0]!
      .matchAll(/^ {2}(\w+): (.+)$/gm),
  ].map(([, name, value]) => [name!, value!] as const),
);

/** What the Functions host reads for itself. */
const ofTheHost = /^(AzureWebJobsStorage__\w+|APPLICATIONINSIGHTS_\w+|AZURE_CLIENT_ID)$/;

function faultsOf(given: Record<string, string>): string {
  try {
    readConfig(given);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The names of settings that a config without any complains about. */
const required = [...faultsOf({}).matchAll(/\b([A-Z][A-Z_]+)(?=: )/g)].map(([, name]) => name!);

test('the functions module sets every setting that has no default', () => {
  const connections = { COSMOS: 'accountEndpoint', EVENT_HUBS: 'fullyQualifiedNamespace', STORAGE: 'blobServiceUri' };
  const names = required.map((name) =>
    name in connections ? `${name}__${connections[name as keyof typeof connections]}` : name,
  );
  expect(names).toEqual(expect.arrayContaining(['SECRETS_KEY', 'TENANT_ID', 'COSMOS__accountEndpoint']));
  expect(names.filter((name) => !settings.has(name))).toEqual([]);
});

test('settings of the names that the functions module sets are a usable config, and one without any of the required is not', () => {
  const values = Object.fromEntries(
    [...settings.keys()].map((name) => [
      name,
      (sample.Values as Record<string, string>)[name] ?? 'https://example.com/',
    ]),
  );
  const given = { ...values, MAX_RECORD_BYTES: '262144', MAX_DELIVERY_ATTEMPTS: '8' };
  expect(faultsOf(given)).toBe('');
  expect(faultsOf({ ...given, SECRETS_KEY: '' })).toContain('SECRETS_KEY');
});

test('every setting of the functions module is read by the app or by the host', () => {
  const config = read('shared/config.ts');
  const unread = [...settings.keys()].filter((name) => {
    const [connection, key] = name.split('__');
    const known =
      config.includes(`'${connection}'`) &&
      (['credential', 'clientId'].includes(key ?? '') || config.includes(`'${key}'`));
    return !ofTheHost.test(name) && !known && !new RegExp(`^ {2}${name}: `, 'm').test(config);
  });
  expect(unread).toEqual([]);
});

test('every setting of the sample that holds no connection string is set in Azure too', () => {
  const { AzureWebJobsStorage, STORAGE, COSMOS, EVENT_HUBS, FUNCTIONS_WORKER_RUNTIME, ...others } = sample.Values;
  expect([AzureWebJobsStorage, STORAGE, COSMOS, EVENT_HUBS, FUNCTIONS_WORKER_RUNTIME]).not.toContain(undefined);
  expect(Object.keys(others).filter((name) => !settings.has(name))).toEqual([]);
});

test('each connection names the identity and how to use it', () => {
  for (const connection of ['AzureWebJobsStorage', 'STORAGE', 'EVENT_HUBS', 'COSMOS']) {
    expect([connection, settings.get(`${connection}__credential`)]).toEqual([connection, `'managedidentity'`]);
    expect([connection, settings.get(`${connection}__clientId`)]).toEqual([connection, 'identity.clientId']);
  }
});

test('the connection STORAGE says the same as AzureWebJobsStorage, which the host takes first, without regard to case', () => {
  const ofConnection = (name: string) =>
    Object.fromEntries(
      [...settings].flatMap(([key, value]) => (key.startsWith(`${name}__`) ? [[key.split('__')[1], value]] : [])),
    );
  expect(ofConnection('STORAGE')).toEqual(ofConnection('AzureWebJobsStorage'));
});

test('no setting holds a secret: the key ring is a reference to the vault', () => {
  expect(settings.get('SECRETS_KEY')).toBe(`'@Microsoft.KeyVault(SecretUri=\${keyRingUri})'`);
  expect([...settings.values()].join('\n')).not.toMatch(/listKeys|AccountKey|SharedAccessKey/);
});

test('every door reads a hub, database or connection whose settings exist', () => {
  const doors = [
    'ingest/telemetry',
    'detect/signals',
    'posture/onResourceChange',
    'posture/work',
    'fanout/onChange',
    'fanout/deliver',
  ];
  const sources = doors.map((door) => read(`functions/${door}.ts`)).join('\n');
  const expanded = [...sources.matchAll(/'%(\w+)%'/g)].map(([, name]) => name!);
  const connections = [...sources.matchAll(/connection: '(\w+)'/g)].map(([, name]) => name!);
  expect(expanded.length).toBeGreaterThan(3);
  expect(expanded.filter((name) => !settings.has(name))).toEqual([]);
  expect(connections.filter((name) => !settings.has(`${name}__credential`))).toEqual([]);
});
