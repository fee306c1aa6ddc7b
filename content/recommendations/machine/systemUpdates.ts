import { countIn, linuxFacts, newestRow } from '../../../shared/core/posture/checks/machine';
import {
  linuxFactsOf,
  machineRow,
  sampleArcMachine,
  sampleVm,
  unseenMachineCases,
} from '../../../shared/core/posture/checks/machineCases';
import { machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import { flagAt, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import {
  healthy,
  type Recommendation,
  type ResourceGraph,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import { sampleChild } from '../../../shared/core/posture/checks/sampleResource';
import type { MachineFacts } from '../../../shared/model/machineFacts';
import type { Verdict } from '../../../shared/model/judgement';

const mostNamed = 10;

/** Updates of which nobody knows whether they are about security count: that is what the package managers without that knowledge give. */
function fromFacts({ pendingUpdates, unreadable }: MachineFacts): Verdict {
  const updates = pendingUpdates?.updates;
  if (updates === undefined) {
    const reason = unreadable['pendingUpdates.updates'] ?? unreadable.pendingUpdates ?? 'no reason given';
    return unknown('UpdatesUnreadable', `The pending updates could not be read: ${reason}.`);
  }
  const needed = updates.filter(({ security }) => security !== false);
  if (needed.length > 0) {
    const named = needed.slice(0, mostNamed).map(({ name, available }) => `${name} ${available}`);
    const others = needed.length > mostNamed ? ` and ${needed.length - mostNamed} more` : '';
    return unhealthy('UpdatesMissing', `Updates that are not installed: ${named.join(', ')}${others}.`);
  }
  if (pendingUpdates?.rebootRequired === true) {
    return unhealthy('RestartPending', 'Updates take effect only after the machine has been restarted.');
  }
  if (pendingUpdates?.listsFetchedAt === undefined) {
    return unknown('UpdateListsMissing', 'Nobody knows when the machine last asked which updates there are.');
  }
  return healthy('No update of security is missing.');
}

/** An assessment of Azure Update Manager, stored as a child of the machine (`patchAssessmentResults/latest`). */
function fromAssessment(properties: Record<string, unknown>): Verdict {
  if (!['succeeded', 'completedwithwarnings'].includes(wordAt(properties, 'status') ?? '')) {
    return unknown('AssessmentIncomplete', 'The last assessment of updates did not succeed.');
  }
  const counts = 'availablePatchCountByClassification';
  const [security, critical] = [valueAt(properties, `${counts}.security`), valueAt(properties, `${counts}.critical`)];
  if (typeof security !== 'number' || typeof critical !== 'number') {
    return unknown('PropertyMissing', 'The assessment does not count updates of security and critical ones.');
  }
  if (security + critical > 0) {
    return unhealthy('UpdatesMissing', `Not installed: ${security} updates of security, ${critical} critical ones.`);
  }
  return flagAt(properties, 'rebootPending') === true
    ? unhealthy('RestartPending', 'Updates take effect only after the machine has been restarted.')
    : healthy();
}

/** A row of the table UpdateSummary. */
function fromSummary(row: Record<string, unknown>): Verdict {
  const [security, critical] = [countIn(row, 'SecurityUpdatesMissing'), countIn(row, 'CriticalUpdatesMissing')];
  if (security === undefined || critical === undefined) {
    return unknown('PropertyMissing', 'The summary does not count missing updates.');
  }
  if (security + critical > 0) {
    return unhealthy('UpdatesMissing', `Not installed: ${security} updates of security, ${critical} critical ones.`);
  }
  return row['RestartPending'] === true || wordAt(row, 'RestartPending') === 'true'
    ? unhealthy('RestartPending', 'Updates take effect only after the machine has been restarted.')
    : healthy();
}

/** Everybody who has looked; one of them missing an update is enough, and one of them must know. */
function opinions(type: string, graph: ResourceGraph): Verdict[] {
  const facts = linuxFacts(graph);
  const summary = newestRow(graph, 'UpdateSummary');
  return [
    ...(facts ? [fromFacts(facts)] : []),
    ...graph.ofType(`${type}/patchAssessmentResults`).map(({ properties }) => fromAssessment(properties)),
    ...(summary ? [fromSummary(summary)] : []),
  ];
}

const linux = sampleVm('Linux');
const windows = sampleArcMachine('Windows');
const pending = (updates: object[], more: object = {}) =>
  linuxFactsOf(linux, { pendingUpdates: { updates, listsFetchedAt: '2026-01-01T00:00:00.000Z', ...more } });
const assessed = (security: number, status = 'Succeeded') =>
  sampleChild(windows, 'patchAssessmentResults', 'latest', {
    status,
    rebootPending: false,
    availablePatchCountByClassification: { security, critical: 0, other: 4 },
  });

export const recommendation: Recommendation = {
  key: 'machine/systemUpdates',
  assessmentKey: 'e1145ab1-eb4f-43d8-911b-36ddf771d13f',
  metadata: {
    displayName: 'System updates should be installed on your machines',
    description:
      'The machine lacks updates of security or critical ones, or has not been restarted since they were installed. What they repair is public from the day they appear, and attackers use it soon after.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['dataExfiltration', 'dataSpillage', 'accountBreach'],
    remediationDescription:
      'Install the named updates with the package manager or Windows Update and restart the machine where that is asked for, or let Azure Update Manager do it at set times: az vm install-patches --name <machine> --resource-group <group> --maximum-duration PT2H --reboot-setting IfRequired --classifications-to-include-linux Security Critical',
    controls: ['applySystemUpdates'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/f85bf3e0-d513-442e-89c3-1784ad63382b',
  },
  freshnessHours: 24,
  appliesTo: machineTypes,
  judge({ type }, graph) {
    const all = opinions(type, graph);
    return (
      all.find(({ code }) => code === 'Unhealthy') ??
      all.find(({ code }) => code === 'Healthy') ??
      all[0] ??
      unknown('UpdatesNotAssessed', 'Neither the collector nor an update service has said which updates are missing.')
    );
  },
  cases: [
    { name: 'nothing is pending', resource: linux, related: [pending([])], expect: 'Healthy' },
    {
      name: 'an update that is not about security',
      resource: linux,
      related: [pending([{ name: 'tzdata', available: '2026a', security: false }])],
      expect: 'Healthy',
    },
    {
      name: 'an update of security',
      resource: linux,
      related: [pending([{ name: 'openssl', available: '3.0.15', security: true }])],
      expect: 'Unhealthy',
    },
    {
      name: 'an update of which the package manager does not tell',
      resource: linux,
      related: [pending([{ name: 'musl', available: '1.2.5' }])],
      expect: 'Unhealthy',
    },
    {
      name: 'installed, but not restarted',
      resource: linux,
      related: [pending([], { rebootRequired: true })],
      expect: 'Unhealthy',
    },
    { name: 'Update Manager found none', resource: windows, related: [assessed(0)], expect: 'Healthy' },
    { name: 'Update Manager found some', resource: windows, related: [assessed(2)], expect: 'Unhealthy' },
    { name: 'Update Manager failed', resource: windows, related: [assessed(0, 'Failed')], expect: 'Unknown' },
    {
      name: 'a Log Analytics row counts missing updates of a Windows machine',
      resource: windows,
      related: [machineRow(windows, 'UpdateSummary', { SecurityUpdatesMissing: 3, CriticalUpdatesMissing: 0 })],
      expect: 'Unhealthy',
    },
    {
      name: 'the package manager could not be asked',
      resource: linux,
      related: [linuxFactsOf(linux, { unreadable: { pendingUpdates: 'apt is still being asked' } })],
      expect: 'Unknown',
    },
    ...unseenMachineCases,
  ],
};
