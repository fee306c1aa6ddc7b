import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PartitionLag } from '../../../shared/flows/ports/metrics';
import type { RecordCount } from '../../../shared/model/recordCount';
import { type Certificates, ensureCertificates } from '../../../local/start/certificates';
import { type MetricReceiver, startMetricReceiver } from '../../doubles/telemetry/metricReceiver';
import type { MeterTask } from './meterProgram';

jest.setTimeout(60_000);
const folder = mkdtempSync(join(tmpdir(), 'meter-'));
const program = join(folder, 'meter.js');
let receiver: MetricReceiver;
let tls: Certificates;

beforeAll(async () => {
  tls = await ensureCertificates(folder);
  await build({
    entryPoints: [join(__dirname, 'meterProgram.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    logLevel: 'error',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => receiver.close());

/** Counts, flushes and answers what was warned of. The exporter's own figures go to Microsoft, which no test may call. */
async function meter(settings: MeterTask['settings'], task: Omit<MeterTask, 'settings'>): Promise<unknown[]> {
  const env = {
    ...process.env,
    APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
    TMPDIR: folder,
    NODE_EXTRA_CA_CERTS: tls.caPath,
  };
  const args = [program, JSON.stringify({ settings, ...task })];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout) as unknown[];
}

const otlp = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
const azure = () => {
  const key = '00000000-0000-0000-0000-000000000001';
  const endpoints = `IngestionEndpoint=${receiver.url}/;LiveEndpoint=${receiver.url}/`;
  return { APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${key};${endpoints}` };
};
const counts: RecordCount[] = [
  { workspaceId: 'w', source: 'auditd', outcome: 'stored', records: 5 },
  { workspaceId: 'w', source: '', outcome: 'quarantined', reason: 'NotJson', records: 2 },
];
const lags: PartitionLag[] = [
  { partitionId: '0', messages: 7, seconds: 60 },
  { partitionId: '1', messages: 3 },
];

interface Point {
  attributes: { key: string; value: { stringValue: string } }[];
  asInt?: number;
  asDouble?: number;
}
interface OtlpBody {
  resourceMetrics: {
    resource: { attributes: Point['attributes'] };
    scopeMetrics: {
      metrics: { name: string; unit: string; sum?: { dataPoints: Point[] }; gauge?: { dataPoints: Point[] } }[];
    }[];
  }[];
}
const plain = (attributes: Point['attributes']) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
const pointsOf = (body: unknown, name: string) => {
  const { metrics } = (body as OtlpBody).resourceMetrics[0]!.scopeMetrics[0]!;
  const found = metrics.find((metric) => metric.name === name);
  return (found?.sum ?? found?.gauge)?.dataPoints.map((point) => [
    plain(point.attributes),
    point.asInt ?? point.asDouble,
  ]);
};

describe('OTLP', () => {
  beforeEach(async () => void (receiver = await startMetricReceiver()));

  test('a collector gets records by source, outcome and reason, and the lag of each partition', async () => {
    expect(await meter(otlp(), { records: [counts, counts], lags })).toEqual([]);
    const { path, body } = receiver.taken.at(-1)!;
    expect(path).toBe('/v1/metrics');
    expect(plain((body as OtlpBody).resourceMetrics[0]!.resource.attributes)).toEqual({ 'service.name': 'skywarden' });
    expect(pointsOf(body, 'skywarden.ingest.records')).toEqual([
      [{ workspace: 'w', source: 'auditd', outcome: 'stored' }, 10],
      [{ workspace: 'w', source: '', outcome: 'quarantined', reason: 'NotJson' }, 4],
    ]);
    expect(pointsOf(body, 'skywarden.ingest.lag')).toEqual([
      [{ partition: '0' }, 7],
      [{ partition: '1' }, 3],
    ]);
    expect(pointsOf(body, 'skywarden.ingest.lag.duration')).toEqual([[{ partition: '0' }, 60]]);
  });

  test('a collector gets alerts that people closed, by rule and verdict', async () => {
    const closed = (verdict: 'TruePositive' | 'FalsePositive') => ({ ruleId: 'r1', alertType: 'VM_Example', verdict });
    const all = [closed('FalsePositive'), closed('TruePositive'), closed('FalsePositive')];
    expect(await meter(otlp(), { records: [], closed: all })).toEqual([]);
    expect(pointsOf(receiver.taken.at(-1)!.body, 'skywarden.alerts.closed')).toEqual([
      [{ rule: 'r1', 'alert.type': 'VM_Example', verdict: 'FalsePositive' }, 2],
      [{ rule: 'r1', 'alert.type': 'VM_Example', verdict: 'TruePositive' }, 1],
    ]);
  });

  test.each([429, 503])('a collector that answers %i gets them a moment later', async (status) => {
    receiver.faults.push({ status, retryAfterSeconds: 0 });
    await meter(otlp(), { records: [counts] });
    expect(pointsOf(receiver.taken[0]!.body, 'skywarden.ingest.records')).toHaveLength(2);
  });

  test('a collector that refuses is warned of, and nothing fails', async () => {
    receiver.faults.push({ status: 400 });
    expect((await meter(otlp(), { records: [counts] })).length).toBeGreaterThan(0);
  });
});

describe('Azure Monitor', () => {
  beforeEach(async () => void (receiver = await startMetricReceiver(tls)));

  interface Envelope {
    data: { baseData: { metrics: { name: string; value: number }[]; properties: Record<string, string> } };
    tags: Record<string, string>;
  }
  const envelopes = (): Envelope[] => receiver.taken.flatMap(({ body }) => body as Envelope[]);

  test('its ingestion endpoint gets each figure as an envelope with its dimensions', async () => {
    expect(await meter(azure(), { records: [counts], lags })).toEqual([]);
    expect(receiver.taken[0]!.path).toMatch(/\/track$/);
    const rows = envelopes().map(({ data }) => [
      data.baseData.metrics[0]!.name,
      data.baseData.metrics[0]!.value,
      data.baseData.properties,
    ]);
    expect(rows).toContainEqual([
      'skywarden.ingest.records',
      5,
      { workspace: 'w', source: 'auditd', outcome: 'stored' },
    ]);
    expect(rows).toContainEqual(['skywarden.ingest.lag', 7, { partition: '0' }]);
    expect(envelopes()[0]!.tags['ai.cloud.role']).toBe('skywarden');
  });

  test.each([429, 503])('an endpoint that answers %i gets them a moment later', async (status) => {
    receiver.faults.push({ status, retryAfterSeconds: 1 });
    await meter(azure(), { records: [counts] });
    expect(envelopes().length).toBeGreaterThanOrEqual(2);
  });
});

describe('otherwise', () => {
  beforeEach(async () => void (receiver = await startMetricReceiver()));

  test('without a setting nothing is sent', async () => {
    expect(await meter({}, { records: [counts], lags })).toEqual([]);
    expect(receiver.taken).toEqual([]);
  });

  test('a connection string that is none is warned of, and does not disturb who counts', async () => {
    const warnings = await meter(
      { APPLICATIONINSIGHTS_CONNECTION_STRING: 'https://example.com/' },
      { records: [counts] },
    );
    expect(warnings.length).toBeGreaterThan(0);
  });
});
