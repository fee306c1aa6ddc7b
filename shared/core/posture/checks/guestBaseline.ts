import type { Resource } from '../../../model/resource';
import { guestAssignment, guestCompliance } from './guestConfiguration';
import { countIn, newestRow, type System, systemOf } from './machine';
import { machineRow, partialVm, sampleVm } from './machineCases';
import {
  healthy,
  notApplicable,
  type Recommendation,
  type RecommendationCase,
  unhealthy,
  unknown,
} from '../recommendation';

/** Judges a machine by an assignment of guest configuration; a whole baseline also by what the table SecurityBaselineSummary counts. */
export function judgeBaseline(system: System, assignment: RegExp, isBaseline = true): Recommendation['judge'] {
  return (machine, graph) => {
    const own = systemOf(machine);
    if (own && own !== system) return notApplicable('OtherSystem', `The machine runs ${own}.`);
    const compliance = guestCompliance(graph, assignment);
    if (compliance === 'noncompliant') {
      return unhealthy('BaselineNotMet', 'Guest configuration finds settings that the baseline does not allow.');
    }
    if (compliance === 'compliant')
      return healthy('Guest configuration finds all settings as the baseline wants them.');
    if (compliance === 'pending')
      return unknown('AssignmentPending', 'Guest configuration has not judged the machine yet.');
    const row = isBaseline ? newestRow(graph, 'SecurityBaselineSummary') : undefined;
    if (!row) return unknown('BaselineNotAssessed', 'Nobody has compared the machine with a baseline.');
    const [failed, assessed] = [failedRules(row), countIn(row, 'TotalAssessedRules')];
    if (failed === undefined || !assessed) return unknown('PropertyMissing', 'The summary does not count rules.');
    return failed > 0
      ? unhealthy('BaselineNotMet', `${failed} of ${assessed} rules of the baseline are not met.`)
      : healthy(`All ${assessed} rules of the baseline are met.`);
  };
}

function failedRules(row: Record<string, unknown>): number | undefined {
  const [critical, warning] = [countIn(row, 'CriticalFailedRules'), countIn(row, 'WarningFailedRules')];
  return critical === undefined || warning === undefined ? undefined : critical + warning;
}

export function baselineCases(system: System, assignment: string, isBaseline = true): RecommendationCase[] {
  const machine = sampleVm(system);
  const other: Resource = sampleVm(system === 'Linux' ? 'Windows' : 'Linux');
  const summary = (critical: number) =>
    machineRow(machine, 'SecurityBaselineSummary', {
      CriticalFailedRules: critical,
      WarningFailedRules: 0,
      TotalAssessedRules: 120,
    });
  const related = (status: string) => [guestAssignment(machine, assignment, status)];
  return [
    { name: 'guest configuration is content', resource: machine, related: related('Compliant'), expect: 'Healthy' },
    { name: 'guest configuration is not', resource: machine, related: related('NonCompliant'), expect: 'Unhealthy' },
    { name: 'guest configuration has not run', resource: machine, related: related('Pending'), expect: 'Unknown' },
    { name: 'no rule failed', resource: machine, related: [summary(0)], expect: isBaseline ? 'Healthy' : 'Unknown' },
    { name: 'rules failed', resource: machine, related: [summary(2)], expect: isBaseline ? 'Unhealthy' : 'Unknown' },
    { name: 'nobody looked', resource: machine, expect: 'Unknown' },
    { name: 'a machine of another system', resource: other, related: related('Compliant'), expect: 'NotApplicable' },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ];
}
