import type { Intent, Severity } from '../../../model/alert';
import type { Entity } from '../../../model/entity';
import type { Finding } from '../../detect/detector';
import { uuid5 } from '../uuid5';

/** One sample alert of a bundle. */
export interface Sample {
  /** Without the prefix that says that it is simulated. */
  alertType: string;
  displayName: string;
  description: string;
  severity: Severity;
  intent: Intent;
  techniques: string[];
  entities: Entity[];
  facts: Record<string, string>;
  remediation: string;
}

/** Sample alerts of one plan, on one resource that does not exist. */
export interface SampleBundle {
  plan: string;
  /** Type and name of the resource: `Microsoft.Compute/virtualMachines/Sample-VM`; empty for the subscription itself. */
  resource: string;
  samples: Sample[];
}

const ruleNamespace = '0e8a6c1d-2b7f-4f36-9d15-6a4c3e9b7f02';

/** Addresses of samples are known to the simulator. */
export const attacker = (address: string): Entity =>
  ({
    type: 'ip',
    address,
    threatIntelligence: [
      {
        providerName: 'AlertSimulator',
        threatType: 'Sample',
        threatName: 'Sample',
        confidence: 0.8,
        threatDescription: 'Sample',
      },
    ],
  }) as Entity;

/** The samples as findings: each is an alert of its own in each run, and is raised whether its plan is on or off. */
export function sampleFindings(
  { plan, resource, samples }: SampleBundle,
  { subscriptionId, run, time }: { subscriptionId: string; run: string; time: string },
): Finding[] {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/Sample-RG`;
  const resourceId = resource === '' ? `/subscriptions/${subscriptionId}` : `${group}/providers/${resource}`;
  return samples.map((sample): Finding => {
    const identity = `sample|${run}|${sample.alertType}`;
    return {
      rule: {
        id: uuid5(ruleNamespace, sample.alertType),
        alertType: `SIMULATED_${sample.alertType}`,
        displayName: `[SAMPLE ALERT] ${sample.displayName}`,
        description: `THIS IS A SAMPLE ALERT: ${sample.description}`,
        severity: sample.severity,
        intent: sample.intent,
        techniques: sample.techniques,
        productComponentName: plan,
        remediationSteps: [
          sample.remediation,
          'This is a sample: nothing has to be done. Dismiss it when you have seen it.',
        ],
        standsAlone: true,
        windowSeconds: 3600,
      },
      entityKey: identity,
      identity,
      asked: true,
      time,
      resourceId,
      compromisedEntity: resource.split('/').at(-1) || subscriptionId,
      entities: sample.entities,
      eventIds: [uuid5(ruleNamespace, identity)],
      extendedProperties: sample.facts,
    };
  });
}
