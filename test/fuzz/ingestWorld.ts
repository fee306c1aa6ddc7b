import { deepStrictEqual, ok } from 'node:assert';
import { detections } from '../../content/detections.generated';
import { indicatorLists } from '../../content/indicators.generated';
import { createDetectors, type Detectors } from '../../shared/core/detect/createDetectors';
import { parseIndicatorCsv } from '../../shared/core/detect/intel/parseIndicators';
import { createRuleGuard } from '../../shared/core/detect/ruleGuard';
import { compileRules } from '../../shared/core/detect/sigma/compileRule';
import { stateful } from '../../shared/core/detect/stateful.generated';
import type { HubMessage } from '../../shared/core/ingest/hubMessages';
import { unpackPage } from '../../shared/core/ingest/pages';
import { createIngest, type IngestSummary } from '../../shared/flows/ingestTelemetry';
import { memoryPorts } from '../doubles/memoryPorts';
import { units } from '../flows/support/ingestWorld';

const startedAt = Date.parse('2026-11-21T06:00:00Z');

/** All detectors of the product: one that fails on an event would cost its batch. */
export const shippedDetectors = (): Detectors =>
  createDetectors({
    rules: compileRules(detections).rules,
    indicators: indicatorLists.flatMap(({ file, text }) => parseIndicatorCsv(file, text).indicators),
    stateful,
    guard: createRuleGuard({ now: () => performance.now() }),
  });

/** A hub partition that is read by the real flow, and whose store is compared with what the flow says of each batch. */
export function createWorld(detectors: Detectors): (bodies: Uint8Array[]) => Promise<IngestSummary> {
  const world = memoryPorts();
  const ingest = createIngest(world.ports, { ...units, detectors });
  let sequence = 0;

  return async (bodies) => {
    const messages = bodies.map((body): HubMessage => ({
      body,
      sequence: sequence++,
      enqueuedAt: new Date(startedAt + sequence * 100).toISOString(),
      properties: {},
    }));
    world.clock.now = new Date(startedAt + sequence * 100 + 1000);
    const [pagesBefore, parkedBefore] = [world.pages.length, new Set(world.quarantine.keys())];
    const summary = await ingest({ partitionId: '0', messages });
    await checkStored(world.pages.slice(pagesBefore), summary);
    const parked = [...world.quarantine].filter(([key]) => !parkedBefore.has(key)).map(([, entry]) => entry);
    deepStrictEqual(parked.length, summary.quarantined, 'entries in quarantine');
    for (const { code, reason, raw } of parked) {
      ok(/^[A-Z]\w+$/.test(code) && reason.length >= 10 && raw.length > 0, `no reason or no bytes: ${code} ${reason}`);
      ok(code !== 'SourceFailed' && code !== 'UnknownFormat', `${reason}: ${raw.toString().slice(0, 2000)}`);
    }

    const again = await ingest({ partitionId: '0', messages });
    deepStrictEqual(
      [again.received, again.stored, again.duplicates, again.quarantined, again.pages],
      [summary.received, 0, summary.stored + summary.duplicates, summary.quarantined, 0],
      'a redelivery',
    );
    return summary;
  };

  async function checkStored(pages: typeof world.pages, summary: IngestSummary): Promise<void> {
    const stored = pages.reduce((sum, { records }) => sum + records, 0);
    deepStrictEqual(summary.received, stored + summary.duplicates + summary.quarantined, 'received');
    const events = (await Promise.all(pages.map(unpackPage))).flat();
    deepStrictEqual([summary.events, summary.stored], [events.length, stored], 'stored');
    for (const { id, time, source, fields, entities } of events) {
      ok(/^[A-Za-z]+-[0-9a-f]{32}$/.test(id) && source !== '', `id ${id}`);
      ok(time === new Date(time).toISOString(), `time ${time}`);
      ok(
        typeof fields === 'object' && !Object.hasOwn(fields, '__proto__') && Array.isArray(entities),
        `fields of ${id}`,
      );
    }
  }
}
