import {
  CosmosClient,
  type CosmosClientOptions,
  type Plugin,
  type PluginConfig,
  type RequestContext,
} from '@azure/cosmos';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ContainerDefinition } from '../../local/cosmos/definition';
import { startCosmos } from '../../local/cosmos/startCosmos';
import type { Containers } from '../../shared/adapters/cosmos/client';
import { alertSettingStore } from '../../shared/adapters/cosmos/alertSettings';
import { complianceStore } from '../../shared/adapters/cosmos/compliance';
import { findingStore } from '../../shared/adapters/cosmos/findings';
import { resourceStore } from '../../shared/adapters/cosmos/resources';
import { partitionOf, resourceDocumentId } from '../../shared/core/documentIds';
import { markOf, remember } from '../../shared/core/posture/score/appliedRing';
import { judgeResources } from '../../shared/core/posture/judgeResources';
import { healthy, type Recommendation, unhealthy } from '../../shared/core/posture/recommendation';
import { type ControlKey, secureScoreControls } from '../../shared/core/posture/score/secureScoreControls';
import { applyJudgements } from '../../shared/flows/applyJudgements';
import { eachOf } from '../../shared/flows/eachOf';
import { judgePartition } from '../../shared/flows/judgePartition';
import { judgementWrite } from '../../shared/flows/judgementOutbox';
import type { FindingStore } from '../../shared/flows/ports/findings';
import type { OutboxDocument } from '../../shared/model/documents/outbox';
import type { ResourceDocument } from '../../shared/model/documents/resources';
import { median } from './median';

/**
 * What one change of one resource costs in subscriptions of different size: judging it again and moving the score, through the
 * product's flows and stores over the local Cosmos endpoint in a process of its own. CPU is that of the app alone; RU are
 * those of the endpoint's model of the charge. The figures of a column must not grow from row to row.
 * `--sizes 100,10000,100000 --changes 200 --policies 0` (custom policies that the subscription is judged by beside).
 */
const key = Buffer.alloc(64, 1).toString('base64');
const perType = 10;
const types = 6;
const controls = Object.keys(secureScoreControls) as ControlKey[];
const typeOf = (index: number): string => `Microsoft.Bench/type${index % types}`;

const recommendations = Array.from({ length: types * perType }, (_, at): Recommendation => ({
  key: `bench/recommendation${at}`,
  assessmentKey: `00000000-0000-0000-0000-${String(at).padStart(12, '0')}`,
  metadata: {
    displayName: `Recommendation ${at}`,
    description: '',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: [],
    remediationDescription: '',
    controls: [controls[at % controls.length]!],
  },
  freshnessHours: 24,
  appliesTo: [typeOf(Math.floor(at / perType))],
  judge: ({ properties }) => (properties[`r${at}`] === 'bad' ? unhealthy('Bad', 'It is bad.') : healthy()),
  cases: [],
}));

function documentOf(subscriptionId: string, index: number, bad: boolean, observedAt: string): ResourceDocument {
  const type = typeOf(index);
  const name = `r${index}`;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/bench/providers/${type}/${name}`;
  const properties = { [`r${(index % types) * perType}`]: bad ? 'bad' : 'good' };
  return {
    id: resourceDocumentId(id),
    kind: 'resource',
    workspaceId: 'default',
    ...partitionOf(id),
    resourceId: id,
    type,
    observedAt,
    source: 'bench',
    contentHash: String(bad),
    resource: { id, name, type, location: 'westeurope', properties },
  };
}

const startsBad = (index: number): boolean => index % 3 === 0;

interface Cost {
  cpu: number;
  ru: number;
  writes: number;
}

/** Counts what the endpoint charges, and its writes; an operation of a batch is a write. */
function charged(client: { ru: number; writes: number }): Plugin<unknown> {
  return async (context: RequestContext, _node, next) => {
    const answer = await next(context);
    client.ru += Number((answer.headers as Record<string, string>)['x-ms-request-charge'] ?? 0);
    const { operationType } = context as { operationType?: string };
    if (operationType === 'batch') client.writes += (JSON.parse(context.body as string) as unknown[]).length;
    else if (operationType !== 'read' && operationType !== 'query' && context.method !== 'GET') client.writes += 1;
    return answer;
  };
}

async function serve(folder: string): Promise<void> {
  const { containers } = JSON.parse(readFileSync('infra/containers.json', 'utf8')) as {
    containers: ContainerDefinition[];
  };
  const { endpoint } = await startCosmos({ folder, port: 0, key, databases: [{ id: 'bench', containers }] });
  process.on('disconnect', () => process.exit(0));
  process.send!(endpoint);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '100,10000,100000' },
      changes: { type: 'string', default: '200' },
      policies: { type: 'string', default: '0' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-bench-'));
  const child = fork(__filename, ['endpoint', folder]);
  const [endpoint] = (await once(child, 'message')) as [string];
  const meter = { ru: 0, writes: 0 };
  const plugins: PluginConfig[] = [{ on: 'request', plugin: charged(meter) }];
  // The SDK takes plugins, but its type of the options does not name them.
  const options = { endpoint, key, plugins } as CosmosClientOptions;
  const database = new CosmosClient(options).database('bench');
  const containers: Containers = (name) => database.container(name);
  const [findings, resources] = [findingStore(containers), resourceStore(containers)];
  let now = Date.parse('2026-11-21T00:00:00.000Z');
  const ports = {
    now: () => new Date((now += 1)),
    findings,
    resources,
    compliance: complianceStore(containers),
    alertSettings: alertSettingStore(containers),
    work: { send: async () => undefined },
    log: { info: () => undefined, warn: console.warn },
  };
  console.log(`${availableParallelism()} x ${cpus()[0]?.model.trim() ?? ''}, Node ${process.versions.node}`);
  console.log('One change of one resource, medians: CPU of the app, RU of the local endpoint, documents written\n');
  console.log(line('resources', ['judge us', 'RU', 'writes', 'score us', 'RU', 'writes', 'score KB']));
  for (const size of values.sizes.split(',').map(Number)) {
    const subscriptionId = `00000000-0000-0000-0000-${String(size).padStart(12, '0')}`;
    await fill(ports, subscriptionId, size, Number(values.policies));
    const failing = new Map<number, boolean>();
    const changes: { judge: Cost; score: Cost }[] = [];
    const count = Number(values.changes);
    // As many again warm up.
    for (let at = -count; at < count; at += 1) {
      const index = Math.floor(((at + count) * 7_919) % size);
      const bad = !(failing.get(index) ?? startsBad(index));
      failing.set(index, bad);
      const document = documentOf(subscriptionId, index, bad, ports.now().toISOString());
      await resources.save({ ...document, ...(await stored(resources, document)) });
      const told: OutboxDocument[] = [];
      const judge = await costOf(meter, () =>
        judgePartition({ ...ports, findings: listening(findings, told) }, recommendations, document),
      );
      const score = await costOf(meter, () => applyJudgements(ports, recommendations, told));
      if (at >= 0 && told.length > 0) changes.push({ judge, score });
    }
    const document = await findings.score(subscriptionId);
    const kilobytes = Buffer.byteLength(JSON.stringify(document)) / 1024;
    const cells = (['judge', 'score'] as const).flatMap((step) =>
      (['cpu', 'ru', 'writes'] as const).map((name) => median(changes.map((one) => one[step][name]))),
    );
    console.log(
      line(
        size.toLocaleString('en'),
        [...cells, kilobytes].map((value) => value.toFixed(1)),
      ),
    );
  }
  child.disconnect();
  await once(child, 'exit');
  rmSync(folder, { recursive: true });
}

const stored = async (
  resources: ReturnType<typeof resourceStore>,
  { resourceId }: ResourceDocument,
): Promise<{ _etag?: string }> => {
  const found = await resources.get(resourceId);
  return found?._etag ? { _etag: found._etag } : {};
};

/** Every resource is judged and stored, and the counters hold all of them. */
async function fill(
  ports: Parameters<typeof applyJudgements>[0],
  subscriptionId: string,
  size: number,
  policies: number,
): Promise<void> {
  const indexes = Array.from({ length: size }, (_, index) => index);
  const now = ports.now();
  for (let at = 0; at < size; at += 500) {
    const told: OutboxDocument[] = [];
    await eachOf(indexes.slice(at, at + 500), 16, async (index) => {
      const document = documentOf(subscriptionId, index, startsBad(index), now.toISOString());
      const [judged] = judgeResources([document], recommendations, new Map(), now);
      const [judgement, ...outbox] = judgementWrite(judged!, undefined, now);
      await ports.findings.save([judgement]);
      told.push(...outbox);
    });
    await applyJudgements(ports, recommendations, told);
  }
  await settle(ports, subscriptionId, policies);
}

/** As after some days: the marks of the last batches are all there, and custom policies are counted. */
async function settle(
  { findings }: { findings: FindingStore },
  subscriptionId: string,
  policies: number,
): Promise<void> {
  const score = (await findings.score(subscriptionId))!;
  const marks = Array.from({ length: 20 }, (_, batch) =>
    Array.from({ length: 100 }, (__, at) => markOf(`${batch}|${at}`)),
  );
  const count = { healthy: 120, unhealthy: 12, notApplicable: 3, exempt: 0, unknown: 1 };
  const own = Array.from({ length: policies }, (_, at) => [
    `policy/00000000-0000-0000-0000-00000000000a/00000000-0000-0000-0000-${String(at).padStart(12, '0')}`,
    count,
  ]);
  const applied = marks.reduce(remember, score.applied);
  await findings.save([
    { ...score, applied, assessments: { ...score.assessments, ...(Object.fromEntries(own) as object) } },
  ]);
}

/** Hands on what the feed would bring. */
const listening = (findings: FindingStore, told: OutboxDocument[]): FindingStore => ({
  ...findings,
  save: async (documents) => {
    await findings.save(documents);
    told.push(...documents.filter((one): one is OutboxDocument => one.kind === 'outbox'));
  },
});

async function costOf(meter: { ru: number; writes: number }, act: () => Promise<unknown>): Promise<Cost> {
  const before = { ...meter };
  const started = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(started);
  return { cpu: user + system, ru: meter.ru - before.ru, writes: meter.writes - before.writes };
}

const line = (name: string, cells: string[]): string =>
  `${name.padEnd(12)}${cells.map((cell) => cell.padStart(10)).join('')}`;

if (process.argv[2] === 'endpoint') void serve(process.argv[3]!);
else void main();
