import type { JsonObject } from '../../../model/json';
import { type MachineFinding, machineFindingSchema, machineFindingType } from '../../../model/machineFinding';
import type { Resource } from '../../../model/resource';
import { exportedServerFindings } from './machineFindings';
import type { ResourceGraph } from '../recommendation';
import { valueAt, wordAt } from './setting';
import type { SubAssessment } from './subAssessment';

/** The API knows three severities. */
const severities = {
  Critical: 'High',
  High: 'High',
  Medium: 'Medium',
  Low: 'Low',
  Informational: 'Low',
  Unknown: 'Medium',
} as const;

/** What scanners found in a machine, with what is fixed as Healthy, as findings of servers (`ServerVulnerability`). */
export function machineSubAssessments(graph: ResourceGraph): SubAssessment[] {
  const own = graph.ofType(machineFindingType).flatMap(({ id, name, properties }) => {
    const { data } = machineFindingSchema.safeParse(properties);
    return data && data.status !== 'Clean' ? [{ ...fromScanner(name, data), from: id }] : [];
  });
  return [...own, ...exportedServerFindings(graph).map(exportedSubAssessment)];
}

function fromScanner(name: string, finding: MachineFinding): SubAssessment {
  const { ids = [], severity = 'Unknown', title = '', version, fixedVersion, scanner, lastSeen } = finding;
  const program = [finding.package, version].filter(Boolean).join(' ');
  return {
    name,
    id: ids[0] ?? name,
    displayName: title || (ids[0] ?? name),
    status: { code: finding.status === 'Fixed' ? 'Healthy' : 'Unhealthy', severity: severities[severity] },
    category: 'Vulnerability',
    ...(program && { description: `Found in ${program} by ${scanner}.` }),
    ...(fixedVersion && { remediation: `Install ${finding.package ?? 'the program'} ${fixedVersion}.` }),
    timeGenerated: `${lastSeen}T00:00:00.000Z`,
    additionalData: {
      assessedResourceType: 'ServerVulnerability',
      type: 'Vulnerability',
      patchable: fixedVersion !== undefined,
      cve: ids
        .filter((id) => /^CVE-/i.test(id))
        .map((id) => ({ title: id, link: `https://www.cve.org/CVERecord?id=${id}` })),
      source: scanner,
    },
  };
}

/** A finding that came in the form of the API already. */
export function exportedSubAssessment({ id, name, properties }: Resource): SubAssessment {
  const code = wordAt(properties, 'status.code');
  const severity = wordAt(properties, 'status.severity');
  const generated = textAt(properties, 'timeGenerated');
  const text = (member: 'remediation' | 'category' | 'description' | 'impact') => {
    const found = textAt(properties, member);
    return found === undefined ? {} : { [member]: found };
  };
  return {
    name,
    from: id,
    id: textAt(properties, 'id') ?? name,
    displayName: textAt(properties, 'displayName') ?? name,
    status: {
      code: code === 'healthy' ? 'Healthy' : code === 'unhealthy' ? 'Unhealthy' : 'NotApplicable',
      severity: severity === 'high' ? 'High' : severity === 'low' ? 'Low' : 'Medium',
    },
    ...text('remediation'),
    ...text('category'),
    ...text('description'),
    ...text('impact'),
    ...(generated !== undefined &&
      !Number.isNaN(Date.parse(generated)) && { timeGenerated: new Date(generated).toISOString() }),
    additionalData: (valueAt(properties, 'additionalData') ?? {}) as JsonObject,
  };
}

function textAt(properties: unknown, path: string): string | undefined {
  const value = valueAt(properties, path);
  return typeof value === 'string' ? value : undefined;
}
