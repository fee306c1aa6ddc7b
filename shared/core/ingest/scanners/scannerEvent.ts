import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { distinct } from '../cloud/entityOf';
import { recordIdentity } from '../cloud/recordIdentity';
import { observedAt, timeOr } from '../recordTime';
import type { RecordContext } from '../source';
import { findingSnapshot } from './findingSnapshot';
import { vulnerabilityOf, type Vulnerability } from './vulnerability';

/** One thing that a scanner found. `fields` holds the scanner's own names. */
export interface ScannerFinding {
  time: string;
  /** ARN, ARM id or what else the scanner calls the asset; the host it is, if it is one, stands in `entities`. */
  resourceId: string;
  entities: Entity[];
  fields: JsonObject;
  vulnerability?: Vulnerability;
}

/** The event of one finding; `position` tells findings of one report apart when it has no time. */
export function scannerEvent(source: string, finding: ScannerFinding, context: RecordContext): TelemetryEvent {
  const { fields, vulnerability, resourceId, entities } = finding;
  const time = timeOr(finding.time || undefined, context);
  const seenAt = observedAt(finding.time || undefined, context);
  const resource = findingSnapshot(source, finding, seenAt, context);
  return {
    id: recordIdentity(source, [], fields, time, context),
    source,
    ...time,
    resourceId: resourceId || (resource ? context.resourceId : ''),
    logSource: { product: source, service: 'vulnerabilities' },
    entities: distinct(entities),
    fields: { ...fields, ...(vulnerability && { vulnerability: vulnerabilityOf(vulnerability) }) },
    ...(resource && { snapshot: { resource, observedAt: seenAt, source } }),
  };
}

/** The events of a report, each with its place in it. */
export const scannerEvents = (source: string, findings: ScannerFinding[], context: RecordContext): TelemetryEvent[] =>
  findings.map((finding, index) =>
    scannerEvent(source, finding, { ...context, position: `${context.position}/${index}` }),
  );
