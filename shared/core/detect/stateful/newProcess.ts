import { anomalyRule } from '../anomaly/anomalyRule';
import { firstSeenDetector } from '../anomaly/firstSeenDetector';
import { imageName } from '../anomaly/imageName';
import { machineOf } from '../anomaly/machine';
import { newProcessCases } from '../anomaly/newProcessCases';

const rule = anomalyRule({
  id: '0f542218-3517-4b3f-9641-5a811db44c7a',
  alertType: 'Skywarden_NewProcess',
  displayName: 'A program ran on a machine on which it was never seen',
  description:
    'A program was started on a machine that runs the same programs day after day. New tools appear when somebody installs something, and when an intruder brings them along.',
  severity: 'Low',
  intent: 'Execution',
  techniques: ['T1204', 'T1059', 'T1105'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'See who started the program, from which folder, and what it did then.',
    'Look for an installation or update that explains it.',
    'If nothing explains it, keep a copy of the file, isolate the machine and look for the same file on others.',
  ],
});

/** Programs that each machine starts, from Windows (Security 4688, Sysmon), auditd and Defender. */
export const detector = firstSeenDetector({
  id: 'newProcess',
  rule,
  what: 'Program',
  sources: new Set(['windowsProcess', 'auditd', 'auoms', 'defenderXdr']),
  see(event) {
    if (event.logSource.category !== 'process_creation') return undefined;
    const { Image } = event.fields;
    const machine = typeof Image === 'string' && Image !== '' ? machineOf(event) : undefined;
    if (machine === undefined) return undefined;
    const { key, name, entities } = machine;
    return { entityKey: key, name, entities, value: Image as string, names: [imageName(Image as string)] };
  },
  limits: { learningDays: 14, capacity: 400, mostNewDays: 1 / 30 },
  cases: newProcessCases(rule.alertType),
});
