import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { exportedSubAssessment } from './machineSubAssessments';
import { healthy, type RecommendationCase, type ResourceGraph, unhealthy, unknown } from '../recommendation';
import { sampleExtension } from './sampleResource';
import { valueAt, wordAt } from './setting';
import { exportedFindingType, ownerOfFinding, type SubAssessment } from './subAssessment';

const assessmentType = 'Microsoft.Security/assessments';
const findingType = exportedFindingType;

/**
 * Findings that Defender for Cloud, or a scanner that writes in its form, has of a resource. `kind` is the assessedResourceType in lower
 * case. Healthy takes a finding that was resolved, or the assessment itself saying so: that nothing is there means that nobody looked.
 */
export function judgeExportedFindings(
  graph: ResourceGraph,
  kind: string,
  assessmentKey: string,
  subject: string,
): Verdict {
  const findings = findingsOf(graph, kind);
  const codes = findings.map(({ properties }) => wordAt(properties, 'status.code'));
  const open = findings.filter((_, at) => codes[at] === 'unhealthy');
  if (open.length > 0) return unhealthy('FindingsOpen', `${subject} ${open.length} open: ${namesOf(open)}.`);
  const parent = graph.ofType(assessmentType).find(({ id }) => id.toLowerCase().endsWith(`/${assessmentKey}`));
  const said = wordAt(parent?.properties, 'status.code');
  if (said === 'unhealthy') return unhealthy('FindingsOpen', `${subject} open, by the assessment of the scanner.`);
  if (codes.some((code) => code !== 'healthy' && code !== 'notapplicable')) {
    return unknown('FindingsUnreadable', 'A finding does not say whether it is open.');
  }
  return said === 'healthy' || codes.includes('healthy')
    ? healthy('Nothing that was found is open.')
    : unknown('NotScanned', 'No scanner has reported this resource.');
}

/** The findings themselves; `kind` as above. Those of several children, such as databases, may have one name: theirs makes it unique. */
export const exportedSubAssessments = ({ id }: Resource, graph: ResourceGraph, kind: string): SubAssessment[] =>
  findingsOf(graph, kind).map((one) => {
    const finding = exportedSubAssessment(one);
    const owner = ownerOfFinding(one.id);
    const isOfChild = owner.toLowerCase() !== id.toLowerCase();
    return isOfChild ? { ...finding, name: `${finding.name}-${owner.split('/').at(-1)!}` } : finding;
  });

const findingsOf = (graph: ResourceGraph, kind: string): Resource[] =>
  graph
    .ofType(findingType)
    .filter(({ properties }) => wordAt(properties, 'additionalData.assessedResourceType') === kind);

function namesOf(findings: Resource[]): string {
  const names = findings.map(({ name, properties }) => {
    const title = valueAt(properties, 'displayName');
    return typeof title === 'string' && title !== '' ? title.slice(0, 100) : name;
  });
  return `${names.toSorted().slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}

/** Cases that every recommendation about such findings has. */
export function exportedFindingCases(resource: Resource, kind: string, assessmentKey: string): RecommendationCase[] {
  const assessment = (code: string) => sampleExtension(resource, assessmentType, assessmentKey, { status: { code } });
  const finding = (status: object, assessedResourceType = kind): Resource => ({
    id: `${resource.id}/providers/${assessmentType}/${assessmentKey}/subAssessments/f1`,
    name: 'f1',
    type: findingType,
    properties: { displayName: 'An old library', status, additionalData: { assessedResourceType } },
  });
  return [
    { name: 'resolved', resource, related: [finding({ code: 'Healthy' })], expect: 'Healthy' },
    { name: 'nothing found', resource, related: [assessment('Healthy')], expect: 'Healthy' },
    { name: 'open', resource, related: [finding({ code: 'Unhealthy', severity: 'High' })], expect: 'Unhealthy' },
    { name: 'assessment only, unhealthy', resource, related: [assessment('Unhealthy')], expect: 'Unhealthy' },
    { name: 'finding without state', resource, related: [finding({})], expect: 'Unknown' },
    { name: 'of another kind', resource, related: [finding({ code: 'Healthy' }, 'Other')], expect: 'Unknown' },
    { name: 'nobody looked', resource, expect: 'Unknown' },
  ];
}
