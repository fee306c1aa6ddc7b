import fc from 'fast-check';
import type { Finding, Observation } from '../../../../shared/core/detect/detector';
import { detector } from '../../../../shared/core/detect/stateful/sshBruteForce';
import type { JsonObject } from '../../../../shared/model/json';

const start = Date.parse('2026-03-02T08:00:00Z');

interface Attempt {
  second: number;
  outcome: 'failure' | 'success';
  reporter?: string;
  account?: string;
}

function observations(attempts: Attempt[]): Observation[] {
  return attempts.map(({ second, outcome, reporter = 'l', account = 'admin' }, at) => ({
    detector: 'sshBruteForce',
    entityKey: 'web-1|203.0.113.77',
    time: new Date(start + second * 1000).toISOString(),
    resourceId: '',
    eventId: `event-${at}-${second}`,
    data: { outcome, reporter, account, address: '203.0.113.77', host: 'web-1' },
  }));
}

/** Feeds batches one after the other, as the hub would. */
function feed(batches: Observation[][]): { findings: Finding[]; state: JsonObject | undefined } {
  const findings: Finding[] = [];
  let state: JsonObject | undefined;
  for (const batch of batches) {
    const result = detector.observe('web-1|203.0.113.77', batch, state);
    findings.push(...result.findings);
    state = JSON.parse(JSON.stringify(result.state)) as JsonObject;
  }
  return { findings, state };
}

const failures = (count: number, every = 5): Attempt[] =>
  Array.from({ length: count }, (_, at) => ({ second: at * every, outcome: 'failure' }));
const types = (findings: Finding[]) => findings.map(({ rule }) => rule.alertType);
const attack = observations([...failures(12), { second: 80, outcome: 'success' }]);

describe('SSH brute force', () => {
  it('reports a success after ten failures, naming attacker, host and account', () => {
    const { findings } = feed(attack.map((one) => [one]));
    expect(findings).toMatchObject([
      {
        rule: { alertType: 'VM_SshBruteForceSuccess', severity: 'High' },
        time: '2026-03-02T08:01:20.000Z',
        compromisedEntity: 'web-1',
        extendedProperties: { Attackers: '203.0.113.77', Account: 'admin', 'Failed attempts before': 'at least 12' },
      },
    ]);
  });

  it('is silent after nine failures', () => {
    expect(feed([observations([...failures(9), { second: 80, outcome: 'success' }])]).findings).toEqual([]);
  });

  it('is silent when the failures are older than ten minutes', () => {
    expect(feed([observations([...failures(12), { second: 700, outcome: 'success' }])]).findings).toEqual([]);
  });

  it('counts an attempt that two reporters tell of once', () => {
    const told = failures(6).flatMap((one) => [one, { ...one, reporter: 'p' }]);
    expect(feed([observations([...told, { second: 80, outcome: 'success' }])]).findings).toEqual([]);
  });

  it('reports twenty failures without success once in ten minutes', () => {
    expect(types(feed(observations(failures(60)).map((one) => [one])).findings)).toEqual(['VM_SshBruteForceFailed']);
    expect(feed(observations(failures(400)).map((one) => [one])).findings).toHaveLength(4);
  });

  it('finds the success whatever the order of arrival and however it is cut into batches, once', () => {
    const order = fc.shuffledSubarray(attack, { minLength: attack.length });
    fc.assert(
      fc.property(order, fc.integer({ min: 1, max: 5 }), (arrived, size) => {
        const batches = Array.from({ length: Math.ceil(arrived.length / size) }, (_, at) =>
          arrived.slice(at * size, (at + 1) * size),
        );
        expect(types(feed(batches).findings)).toEqual(['VM_SshBruteForceSuccess']);
      }),
    );
  });

  it('counts what comes again once', () => {
    const few = observations([...failures(5), { second: 80, outcome: 'success' }]);
    const { findings } = feed([few, few, few]);
    expect(findings).toEqual([]);
    const once = feed([attack]);
    const again = feed([attack, attack]);
    expect(again).toEqual(once);
  });

  it('keeps its state under 4 KB, whatever the attacker sends', () => {
    const attempt = fc.record({
      second: fc.integer({ min: 0, max: 100_000 }),
      outcome: fc.constantFrom('failure' as const, 'success' as const),
      reporter: fc.constantFrom('p', 'a', 'l', 's'),
      account: fc.string({ unit: 'binary', maxLength: 300 }),
    });
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 100, maxLength: 300 }), (attempts) => {
        const { state } = feed([observations(attempts)]);
        expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(4096);
      }),
      { numRuns: 30 },
    );
  });
});
