import { machineFindingType, type MachineFinding } from '../../../model/machineFinding';
import type { Resource } from '../../../model/resource';
import { machineId } from '../agent/agentSchemas';
import { ownId } from '../contentId';
import type { RecordContext } from '../source';
import type { ScannerFinding } from './scannerEvent';
import { severityOf } from './vulnerability';

const fixed = /^(fixed|closed|resolved|remediated|inactive)$/i;

/**
 * What a scanner found in a machine of the inventory, as an extension resource of that machine: its partition is judged anew
 * when the finding changes. A report without findings is kept as `scan` of its scanner. Undefined when nobody knows which
 * machine it is: the record must name it, or come from a sender that speaks for a machine of the same name.
 */
export function findingSnapshot(
  scanner: string,
  finding: ScannerFinding,
  seenAt: string,
  context: RecordContext,
): Resource | undefined {
  const machine = machineOf(finding, context);
  if (machine === undefined) return undefined;
  const { vulnerability } = finding;
  const ids = vulnerability?.ids.filter((id) => id !== '').slice(0, 20) ?? [];
  const name = vulnerability
    ? ownId(scanner, ids[0] ?? '', vulnerability.package ?? '', vulnerability.title)
    : `${scanner}-scan`;
  const properties: MachineFinding = {
    scanner,
    // Days: a finding that is reported again every hour is no change.
    lastSeen: seenAt.slice(0, 10),
    status: vulnerability ? (fixed.test(vulnerability.status ?? '') ? 'Fixed' : 'Open') : 'Clean',
    ...(vulnerability && {
      ids,
      severity: severityOf(vulnerability.severity),
      title: vulnerability.title.slice(0, 500),
      ...(vulnerability.package && { package: vulnerability.package }),
      ...(vulnerability.version && { version: vulnerability.version }),
      ...(vulnerability.fixedVersion && { fixedVersion: vulnerability.fixedVersion }),
    }),
  };
  return { id: `${machine}/providers/${machineFindingType}/${name}`, name, type: machineFindingType, properties };
}

function machineOf({ resourceId, entities }: ScannerFinding, context: RecordContext): string | undefined {
  if (isMachine(resourceId)) return resourceId;
  if (!isMachine(context.resourceId)) return undefined;
  const name = machineId.exec(context.resourceId)![1]!.toLowerCase();
  const host = entities.find(({ type }) => type === 'host');
  return host?.type === 'host' && host.hostName?.toLowerCase().split('.')[0] === name ? context.resourceId : undefined;
}

const isMachine = (id: string): boolean =>
  /\/providers\/microsoft\.(compute\/virtualmachines|hybridcompute\/machines)\/[^/]+$/i.test(id) && machineId.test(id);
