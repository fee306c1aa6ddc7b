import { createDetectors } from '../../../shared/core/detect/createDetectors';
import type { StatefulDetector } from '../../../shared/core/detect/detector';
import { createRuleGuard } from '../../../shared/core/detect/ruleGuard';
import { compileRule, type CompiledRule } from '../../../shared/core/detect/sigma/compileRule';
import { sigmaDocument } from './sigmaDocument';
import { processEvent } from './telemetry';

const id = (digit: number) => `${digit}1111111-1111-4111-8111-111111111111`;
const good = compileRule(
  sigmaDocument({ s: { Image: 'a.exe' }, condition: 's' }, { id: id(1) }),
  'a.yml',
) as CompiledRule;
const broken: CompiledRule = {
  ...good,
  rule: { ...good.rule, id: id(2), displayName: 'The broken one' },
  matches: () => {
    throw new Error('out of order');
  },
};
const deaf: StatefulDetector = {
  id: 'deaf',
  keyOf: () => {
    throw new Error('deaf');
  },
  observe: () => ({ findings: [], state: {} }),
  cases: [],
};

const make = () =>
  createDetectors({
    rules: [broken, good],
    indicators: [],
    stateful: [deaf],
    guard: createRuleGuard({ now: () => 0 }),
  });

describe('the detectors together', () => {
  it('find with one rule what another one fails on, and say which failed', () => {
    const findings = make().observe([processEvent({ Image: 'a.exe' })]);
    expect(findings.map(({ rule }) => rule.alertType)).toEqual(['Sigma_ARule', 'Skywarden_DetectionRuleFault']);
    expect(findings[1]).toMatchObject({
      entityKey: `${broken.rule.id}|threw`,
      compromisedEntity: 'The broken one',
      eventIds: ['event-1'],
      extendedProperties: { Detail: 'Error: out of order' },
    });
  });

  it('go on when a stateful detector cannot read an event, and say so with the next findings', () => {
    const detectors = make();
    expect(detectors.observationsOf(processEvent({}, { logSource: {} }))).toEqual([]);
    expect(detectors.observe([])).toMatchObject([{ extendedProperties: { 'Rule id': 'deaf' } }]);
  });
});
