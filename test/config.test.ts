import sample from '../local.settings.sample.json';
import { readConfig } from '../shared/config';

const settings: Record<string, string> = sample.Values;
const keyOf = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));
const faultOf = (given: Record<string, string | undefined>): string => {
  try {
    readConfig(given);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test('the settings sample is complete', () => {
  expect(readConfig(settings)).toMatchObject({
    COSMOS_DATABASE: 'skywarden',
    ALLOWED_PRIVATE_TARGETS: ['127.0.0.0/8', '::1/128', 'localhost'],
    MAX_RECORD_BYTES: 262_144,
    cosmos: { connectionString: settings.COSMOS },
    blobs: { connectionString: settings.STORAGE },
    queues: { connectionString: settings.STORAGE },
  });
});

test('nothing private may be called unless it is said', () => {
  expect(readConfig(without('ALLOWED_PRIVATE_TARGETS')).ALLOWED_PRIVATE_TARGETS).toEqual([]);
});

test('lists for rules are JSON', () => {
  const RULE_PLACEHOLDERS = '{"Administrators": ["ann", "bob"]}';
  expect(readConfig({ ...settings, RULE_PLACEHOLDERS }).RULE_PLACEHOLDERS.get('Administrators')).toEqual([
    'ann',
    'bob',
  ]);
  expect(faultOf({ ...settings, RULE_PLACEHOLDERS: '{"a": "b"}' })).toContain('RULE_PLACEHOLDERS');
  expect(faultOf({ ...settings, RULE_PLACEHOLDERS: 'a=b' })).toContain('must be JSON');
});

test('with an identity, endpoints stand in for connection strings', () => {
  const config = readConfig({
    ...without('COSMOS', 'EVENT_HUBS', 'STORAGE'),
    COSMOS__accountEndpoint: 'https://x.documents.azure.com/',
    EVENT_HUBS__fullyQualifiedNamespace: 'x.servicebus.windows.net',
    EVENT_HUBS__clientId: '00000000-0000-0000-0000-000000000001',
    STORAGE__blobServiceUri: 'https://x.blob.core.windows.net',
    STORAGE__queueServiceUri: 'https://x.queue.core.windows.net',
  });
  expect(config).toMatchObject({
    cosmos: { endpoint: 'https://x.documents.azure.com/', clientId: undefined },
    eventHubs: { endpoint: 'x.servicebus.windows.net', clientId: '00000000-0000-0000-0000-000000000001' },
    blobs: { endpoint: 'https://x.blob.core.windows.net' },
    queues: { endpoint: 'https://x.queue.core.windows.net' },
  });
});

test('the first key of the ring seals, the others stay for opening', () => {
  const { SECRETS_KEY } = readConfig({ ...settings, SECRETS_KEY: `new:${keyOf(2)},old:${keyOf(1)}` });
  expect(SECRETS_KEY.map(({ id, key }) => [id, key[0]])).toEqual([
    ['new', 2],
    ['old', 1],
  ]);
});

test('every fault is named in one message', () => {
  const fault = faultOf({ SECRETS_KEY: 'x', TENANT_ID: 'nobody', MAX_RECORD_BYTES: '12' });
  const names = [
    'SECRETS_KEY',
    'TENANT_ID',
    'MAX_RECORD_BYTES',
    'TOKEN_ISSUERS',
    'TOKEN_JWKS_URI',
    'HOME_SUBSCRIPTION_ID',
  ];
  for (const name of [...names, 'COSMOS__accountEndpoint', 'EVENT_HUBS', 'STORAGE__queueServiceUri']) {
    expect(fault).toContain(name);
  }
});

test.each<[string, Record<string, string>]>([
  ['a key of another length', { SECRETS_KEY: `a:${Buffer.alloc(16, 7).toString('base64')}` }],
  ['a key without id', { SECRETS_KEY: keyOf(7) }],
  ['no issuer', { TOKEN_ISSUERS: ' , ' }],
  ['a JWKS address that is none', { TOKEN_JWKS_URI: 'keys' }],
  ['no attempts at all', { MAX_DELIVERY_ATTEMPTS: '0' }],
  ['records that are larger than a hub takes', { MAX_RECORD_BYTES: '9000000' }],
  ['words for a number', { MAX_DELIVERY_ATTEMPTS: 'many' }],
])('%s is refused', (_, changes) => {
  expect(faultOf({ ...settings, ...changes })).toContain(Object.keys(changes)[0]);
});

test('a fault shows no key and no connection string', () => {
  const fault = faultOf({ ...settings, SECRETS_KEY: `a:${keyOf(7)}x,b`, TENANT_ID: 'x', COSMOS: 'AccountKey=hidden' });
  expect(fault).not.toContain(keyOf(7).slice(0, 20));
  expect(fault).not.toContain('hidden');
});
