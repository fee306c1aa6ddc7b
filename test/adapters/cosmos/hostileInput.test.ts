import { detections } from '../../../content/detections.generated';
import { sources } from '../../../content/sources.generated';
import { findingStore } from '../../../shared/adapters/cosmos/findings';
import { pageStore } from '../../../shared/adapters/cosmos/pages';
import { profileStore } from '../../../shared/adapters/cosmos/profiles';
import { resourceStore } from '../../../shared/adapters/cosmos/resources';
import { settingStore } from '../../../shared/adapters/cosmos/settings';
import { createDetectors } from '../../../shared/core/detect/createDetectors';
import { createRuleGuard } from '../../../shared/core/detect/ruleGuard';
import { compileRules } from '../../../shared/core/detect/sigma/compileRule';
import { stateful } from '../../../shared/core/detect/stateful.generated';
import { defaultDecodeLimits } from '../../../shared/core/ingest/decodedBody';
import { sortSources } from '../../../shared/core/ingest/normalise';
import { createIngest } from '../../../shared/flows/ingestTelemetry';
import { observeSignals } from '../../../shared/flows/observeSignals';
import type { Ports } from '../../../shared/flows/ports';
import { memoryPorts } from '../../doubles/memoryPorts';
import { batchOf, home, machine, messagesOf } from '../../flows/support/ingestWorld';
import { type CosmosForTests, startDeployedCosmos } from '../support';

/**
 * Whatever a sender writes, the stores must take what comes out of it: a batch that one of them refuses would be tried again for
 * ever, and nothing behind it would be read.
 */
let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

const indicator = { type: 'ip', value: '203.0.113.66', description: 'bad', confidence: 90, feed: 'test' } as const;
const detectors = createDetectors({
  rules: compileRules(detections).rules,
  indicators: [indicator],
  stateful,
  guard: createRuleGuard({ now: () => 0 }),
});
const units = { sources: sortSources(sources), detectors, limits: defaultDecodeLimits, home };

const json = JSON.stringify;
const long = (length: number, text = 'x') => text.repeat(length);
const hit = (more: object) => json({ timestamp: '2026-11-21T08:00:00Z', clientIp: '203.0.113.66', ...more });
const group = `/subscriptions/${home.subscriptionId}/resourceGroups`;
const storage = (id: string) =>
  json({ id, name: 'x', type: 'Microsoft.Storage/storageAccounts', location: 'x', properties: {} });
const started = (fields: object) =>
  json({ EventID: 4688, Channel: 'Security', TimeCreated: '2026-11-21T08:00:00Z', Computer: 'vm-1', ...fields });
const failedLogin = (host: string, user: string) =>
  json({
    timestamp: '2026-11-21T08:00:00Z',
    hostname: host,
    message: `<86>Nov 21 08:00:00 ${host} sshd[7]: Failed password for invalid user ${user} from 203.0.113.9 port 4711 ssh2`,
  });
const auditLine = (serial: number, rest: string) => `type=EXECVE msg=audit(1795219203.000:${serial}): ${rest}`;

const hostile: [string, () => string][] = [
  ['a resource id of 200 KB', () => hit({ resourceId: long(200_000) })],
  ['an id in a subscription that no document id may hold', () => hit({ resourceId: '/subscriptions/a/b?c#d\\e' })],
  ['a subscription of 3 KB', () => hit({ resourceId: `/subscriptions/${long(3000)}/resourceGroups/x` })],
  ['a group of 3 KB in wide characters', () => hit({ resourceId: `${group}/${long(1000, '資')}` })],
  ['lone surrogates', () => hit({ hostname: '\ud800', resourceId: `${group}/\udfff` })],
  ['a time beyond four-digit years', () => hit({ timestamp: '+275760-01-01T00:00:00Z' })],
  ['the year 0', () => hit({ timestamp: '0000-01-01T00:00:00Z' })],
  ['a time before the common era', () => hit({ timestamp: '-000001-01-01T00:00:00Z' })],
  ['a time as a huge number', () => hit({ timestamp: 8.64e15 })],
  ['a host name of 200 KB', () => hit({ hostname: long(200_000) })],
  [
    'a snapshot with a long root',
    () => storage(`${group}/${long(1900)}/providers/Microsoft.Storage/storageAccounts/x`),
  ],
  [
    'a snapshot in wide characters',
    () => storage(`${group}/${long(900, '資')}/providers/Microsoft.Storage/storageAccounts/x`),
  ],
  [
    'a snapshot in no real subscription',
    () => storage('/subscriptions/a#b/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/x'),
  ],
  [
    'a snapshot with forbidden characters',
    () => storage(`${group}/rg/providers/Microsoft.Storage/storageAccounts/a#b?c\\d`),
  ],
  [
    'test alerts with command lines of 200 KB',
    () =>
      Array.from({ length: 30 }, (_, n) =>
        started({
          NewProcessName: 'C:\\ASC_AlertTest_662jfi039N.exe',
          CommandLine: `ASC_AlertTest_662jfi039N.exe -foo ${n}${long(200_000)}`,
        }),
      ).join('\n'),
  ],
  ['logins with long names', () => failedLogin(long(5000, 'h'), long(100_000, 'u'))],
  [
    'audit lines of half a megabyte for one event',
    () => Array.from({ length: 150 }, (_, n) => auditLine(8, `argc=2 a${n}="${long(3000)}${n * 7919}"`)).join('\n'),
  ],
  [
    'audit lines without end for one event',
    () =>
      Array.from({ length: 1500 }, (_, n) =>
        auditLine(7, `argc=2 a${n}="${long(3000, String.fromCharCode(97 + (n % 26)))}${n * 7919}"`),
      ).join('\n'),
  ],
  [
    'members named like those of objects',
    () => hit({ ['__proto__']: 1, constructor: { prototype: 2 }, toString: 3, hasOwnProperty: null }),
  ],
  [
    'a hundred thousand small members',
    () => hit(Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, n]))),
  ],
  [
    'names in wide characters',
    () => Array.from({ length: 300 }, (_, n) => hit({ hostname: `${n}${long(3000, '資')}` })).join('\n'),
  ],
];

test.each(hostile)('%s: stored or quarantined, and the stores take it', async (_, body) => {
  const world = memoryPorts();
  const ports: Ports = {
    ...world.ports,
    pages: pageStore(cosmos.containers),
    findings: findingStore(cosmos.containers),
    resources: resourceStore(cosmos.containers),
    settings: settingStore(cosmos.containers),
    profiles: profileStore(cosmos.containers),
  };
  const partition = `p${hostile.findIndex(([, made]) => made === body)}`;
  const messages = messagesOf([body()]);
  const run = () => createIngest(ports, units)(batchOf(messages, partition));
  const summary = await run();
  expect(summary.received).toBeGreaterThan(0);
  expect(summary.stored + summary.quarantined).toBe(summary.received);
  expect(await run()).toMatchObject({ stored: 0, duplicates: summary.stored, quarantined: summary.quarantined });
  const signals = world.signals.map((signal) => Buffer.from(json(signal)));
  expect(Math.max(0, ...signals.map(({ length }) => length))).toBeLessThan(256_000);
  await observeSignals(ports, stateful, home, signals);
});

test('the indicator behind those records does raise alerts', async () => {
  const scope = `/subscriptions/${home.subscriptionId}`;
  const { items } = await findingStore(cosmos.containers).alerts({ scope }, { top: 200 });
  expect(items.length).toBeGreaterThan(5);
  expect(machine.startsWith(scope)).toBe(true);
});
