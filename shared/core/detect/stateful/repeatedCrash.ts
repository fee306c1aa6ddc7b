import { z } from 'zod';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { isObject, textField } from '../../ingest/field';
import { repeatedCrashCases } from '../crash/repeatedCrashCases';
import type { Finding, Observation, Rule, StatefulDetector } from '../detector';

const windowMs = 600_000;
const crashesInWindow = 5;
/** Crashes that are remembered: more than the window needs, so that late ones find their place. */
const maxRemembered = 40;

const rule: Rule = {
  id: '9d2f6c1e-5a0b-4c7d-8e3f-1b4a6d8c0e21',
  alertType: 'Skywarden_RepeatedCrash',
  displayName: 'A Windows program crashes again and again',
  description:
    'One program crashed many times within minutes. An exploit that has to guess addresses lets its target crash until it guesses right.',
  severity: 'Medium',
  intent: 'Exploitation',
  techniques: ['T1203', 'T1499.004'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'Keep the crash dumps, and compare the faulting modules and addresses of the crashes: an attack repeats them with small changes.',
    'Look at what reached the program in these minutes: connections, files, requests.',
    'Bring the program up to date; if it can be reached from outside, close that until the cause is known.',
  ],
  windowSeconds: 86_400,
};

const stateSchema = z.object({
  /** Time in epoch milliseconds and event. */
  crashes: z.array(z.tuple([z.number(), z.string()])),
  reportedAt: z.number(),
});
type State = z.infer<typeof stateSchema>;

/** Counts crashes of one program on one machine within ten minutes of event time. */
export const detector: StatefulDetector = {
  id: 'repeatedCrash',
  keyOf: observationsOf,
  observe(entityKey, observations, known) {
    const before: State = known === undefined ? { crashes: [], reportedAt: 0 } : stateSchema.parse(known);
    const crashes = withCrashes(before.crashes, observations);
    let { reportedAt } = before;
    const findings: Finding[] = [];
    for (const [at] of crashes) {
      const count = crashes.filter(([time]) => time > at - windowMs && time <= at).length;
      const last = observations.findLast(({ time }) => Date.parse(time) === at);
      if (count < crashesInWindow || at < reportedAt + windowMs || last === undefined) continue;
      reportedAt = at;
      findings.push(findingOf(entityKey, last, count));
    }
    return { findings, state: { crashes, reportedAt } };
  },
  cases: repeatedCrashCases,
};

function observationsOf({ fields, entities, resourceId, time, id }: TelemetryEvent): Observation[] {
  const { crash } = fields;
  if (!isObject(crash)) return [];
  const [application, eventName] = [textField(crash, 'application'), textField(crash, 'eventName')];
  const host = entities.find((entity) => entity.type === 'host')?.hostName ?? '';
  // a program that hangs is reported the same way
  if (application === '' || /hang/i.test(eventName) || (host === '' && resourceId === '')) return [];
  return [
    {
      detector: 'repeatedCrash',
      entityKey: `${resourceId || host}|${application}`.toLowerCase(),
      time,
      resourceId,
      eventId: id,
      data: {
        host,
        application: application.slice(0, 256),
        module: textField(crash, 'faultingModule').slice(0, 256),
        exception: textField(crash, 'exceptionCode').slice(0, 32),
      },
    },
  ];
}

/** The newest crashes of both lists, each once, oldest first. Thirty characters tell events apart. */
function withCrashes(known: State['crashes'], more: readonly Observation[]): State['crashes'] {
  const told = more.map(({ time, eventId }): State['crashes'][number] => [Date.parse(time), eventId.slice(-30)]);
  const distinct = new Map([...known, ...told].map((crash) => [crash[1], crash]));
  return [...distinct.values()].sort(([a], [b]) => a - b).slice(-maxRemembered);
}

function findingOf(entityKey: string, { data, time, resourceId, eventId }: Observation, count: number): Finding {
  const [host, application] = [textField(data, 'host'), textField(data, 'application')];
  return {
    rule,
    entityKey,
    time,
    resourceId,
    compromisedEntity: host || resourceId.split('/').at(-1) || '',
    entities: [
      ...(host === '' ? [] : [{ type: 'host' as const, hostName: host, osFamily: 'Windows' as const }]),
      { type: 'file', name: application },
    ],
    eventIds: [eventId],
    extendedProperties: {
      Program: application,
      'Faulting module': textField(data, 'module'),
      'Exception code': textField(data, 'exception'),
      'Crashes in ten minutes': `at least ${count}`,
    },
  };
}
