import { type MachineFinding, machineFindingSchema, machineFindingType } from '../../../model/machineFinding';
import type { Resource } from '../../../model/resource';
import type { ResourceGraph } from '../recommendation';
import { valueAt, wordAt } from './setting';

const subAssessmentType = 'Microsoft.Security/assessments/subAssessments';

/** A finding is gone when its scanner has not reported it for more than this while it reported others of the machine. */
const daysKept = 7;

export interface OpenFinding {
  id: string;
  title: string;
  severity: string;
}

export interface MachineFindings {
  /** Who has looked into the machine. */
  scanners: string[];
  open: OpenFinding[];
  /** Findings that cannot be understood. */
  unreadable: number;
}

/** What vulnerability scanners found in the machine: scanners of any maker by telemetry, and findings that Defender for Cloud exports. */
export function machineFindings(graph: ResourceGraph): MachineFindings {
  const parsed = graph.ofType(machineFindingType).map(({ properties }) => machineFindingSchema.safeParse(properties));
  const kept = parsed.flatMap(({ data }) => data ?? []);
  const newest = new Map<string, string>();
  for (const { scanner, lastSeen } of kept) {
    if (lastSeen > (newest.get(scanner) ?? '')) newest.set(scanner, lastSeen);
  }
  const exported = exportedServerFindings(graph).map(({ properties }) => properties);
  const codes = exported.map((properties) => wordAt(properties, 'status.code') ?? '');
  return {
    unreadable: parsed.length - kept.length + codes.filter((code) => !knownCodes.has(code)).length,
    scanners: [...newest.keys(), ...(exported.length > 0 ? ['Defender for Cloud'] : [])],
    open: [
      ...kept.filter((finding) => isOpen(finding, newest.get(finding.scanner) ?? '')).map(openFinding),
      ...exported.filter((properties) => wordAt(properties, 'status.code') === 'unhealthy').map(exportedFinding),
    ],
  };
}

/** Findings about the machine itself that Defender for Cloud exported. */
export const exportedServerFindings = (graph: ResourceGraph): Resource[] =>
  graph.ofType(subAssessmentType).filter(({ properties }) => isOfServer(properties));

const knownCodes = new Set(['healthy', 'unhealthy', 'notapplicable']);

function isOpen({ status, lastSeen }: MachineFinding, newest: string): boolean {
  if (status !== 'Open') return false;
  const days = (Date.parse(newest) - Date.parse(lastSeen)) / 86_400_000;
  // A day that cannot be read never makes a finding go away.
  return !(days > daysKept);
}

const openFinding = ({ ids, title, severity }: MachineFinding): OpenFinding => ({
  id: ids?.[0] ?? '',
  title: title ?? '',
  severity: severity ?? 'Unknown',
});

/** Both names that Microsoft's API and clients use for findings of servers. */
const isOfServer = (properties: unknown): boolean =>
  ['servervulnerability', 'servervulnerabilityassessment', 'servervulnerabilitytvm'].includes(
    wordAt(properties, 'additionalData.assessedResourceType') ?? '',
  );

const exportedFinding = (properties: unknown): OpenFinding => ({
  id: textOf(valueAt(properties, 'id')),
  title: textOf(valueAt(properties, 'displayName')),
  severity: textOf(valueAt(properties, 'status.severity')) || 'Unknown',
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
