import { sources } from '../../../content/sources.generated';
import { nsgLog } from '../../../shared/core/detect/anomaly/flowCases';
import { createDetectors } from '../../../shared/core/detect/createDetectors';
import type { StatefulDetector } from '../../../shared/core/detect/detector';
import { unguarded } from '../../../shared/core/detect/ruleGuard';
import { defaultDecodeLimits } from '../../../shared/core/ingest/decodedBody';
import type { HubMessage } from '../../../shared/core/ingest/hubMessages';
import { sortSources } from '../../../shared/core/ingest/normalise';
import { createIngest, type IngestUnits } from '../../../shared/flows/ingestTelemetry';
import { observeSignals } from '../../../shared/flows/observeSignals';
import type { Alert } from '../../../shared/model/alert';
import type { MemoryPorts } from '../../doubles/memoryPorts';
import { batchOf, home } from './ingestWorld';

const sorted = sortSources(sources);

export const unitsOf = (stateful: StatefulDetector[], workspaceId?: string): IngestUnits => ({
  sources: sorted,
  detectors: createDetectors({ rules: [], indicators: [], stateful, guard: unguarded }),
  limits: defaultDecodeLimits,
  home,
  ...(workspaceId !== undefined && { workspaceOf: () => workspaceId }),
});

/** A Monday. */
const firstDay = Date.parse('2026-03-02T00:00:00Z');
const minuteMs = 60_000;

export const timeAt = (day: number, minute: number): string =>
  new Date(firstDay + day * 1_440 * minuteMs + Math.round(minute * minuteMs)).toISOString();

/** Connections to port 3389 of one machine, at minutes of one day. */
export const rdpDay = (day: number, minutes: number[]): { time: string; body: string }[] =>
  minutes.map((minute, at) => {
    const time = timeAt(day, minute);
    return { time, body: nsgLog(time, `198.51.100.9,10.7.0.4,${40_000 + day * 50 + at},3389,T,I,A,B,,,,`) };
  });

export const usualMinutes = [500, 560, 680, 860, 970];
export const days = (count: number, minutes: (day: number) => number[]): { time: string; body: string }[] =>
  Array.from({ length: count }, (_, day) => rdpDay(day, minutes(day))).flat();
export const spreadOver = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, at) => from + ((to - from) * at) / count);

/** As a hub holds them: each arrives a second after it happened. */
export const messagesOf = (sent: { time: string; body: string }[]): HubMessage[] =>
  sent.map(({ time, body }, sequence) => ({
    body: Buffer.from(body),
    sequence,
    enqueuedAt: new Date(Date.parse(time) + 1_000).toISOString(),
    properties: {},
  }));

/** Takes messages the whole way, `size` at a time: ingest, hub of signals, alerts. */
export async function run(
  world: MemoryPorts,
  stateful: StatefulDetector[],
  messages: HubMessage[],
  size = 40,
  workspaceId?: string,
): Promise<Alert[]> {
  const ingest = createIngest(world.ports, unitsOf(stateful, workspaceId));
  for (let from = 0; from < messages.length; from += size) {
    const batch = messages.slice(from, from + size);
    world.clock.now = new Date(batch.at(-1)!.enqueuedAt);
    const sent = world.signals.length;
    await ingest(batchOf(batch));
    const bodies = world.signals.slice(sent).map((signal) => Buffer.from(JSON.stringify(signal)));
    await observeSignals(world.ports, stateful, home, bodies);
  }
  return alertsOf(world);
}

export const alertsOf = (world: MemoryPorts): Alert[] =>
  world.findings().flatMap((document) => (document.kind === 'alert' ? [document.alert] : []));
