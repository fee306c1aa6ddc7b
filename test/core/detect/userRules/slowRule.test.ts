import { createDetectors } from '../../../../shared/core/detect/createDetectors';
import { createRuleGuard } from '../../../../shared/core/detect/ruleGuard';
import { compileUserRules } from '../../../../shared/core/detect/userRules/compileUserRules';
import { parseRuleFile } from '../../../../shared/core/detect/userRules/parseRuleFile';
import { processEvent } from '../telemetry';
import { idOf, ruleText } from './ruleFiles.samples';

/** Linear, and slow all the same: each character of such a text is the beginning of a match that may still come. */
const slow = ruleText(1, "selection:\n    CommandLine|re: '(?:a|b)*a(?:a|b){900}c'");
const set = compileUserRules([parseRuleFile('slow.yml', slow), parseRuleFile('quick.yml', ruleText(2))]);

/** Letters that repeat nothing for long, and what a match must end with where it does not help. */
function crafted(): string {
  let seed = 7;
  const letters = Array.from({ length: 12_000 }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed & 65_536 ? 'a' : 'b';
  });
  return `evil ${letters.join('')}zc`;
}

test('a rule that a crafted event makes slow rests, tells so, affects no other and comes back by itself', () => {
  let later = 0;
  const guard = createRuleGuard({ now: () => performance.now() + later, budget: 20 });
  const detectors = createDetectors({ rules: set.rules, indicators: [], stateful: [], guard });
  const found = (commandLine: string) =>
    detectors.observe([processEvent({ CommandLine: commandLine })]).map(({ rule }) => rule.displayName);
  const match = `evil ${'a'.repeat(901)}c`;
  const health = 'A detection rule could not judge an event';

  expect(found(match).sort()).toEqual(['Rule 1', 'Rule 2']);
  const [, alert] = detectors.observe([processEvent({ CommandLine: crafted() })]);
  expect(alert).toMatchObject({
    rule: { displayName: health, alertType: 'Skywarden_DetectionRuleFault' },
    extendedProperties: { 'Rule id': idOf(1), 'Rule title': 'Rule 1', Fault: 'overran' },
  });
  expect(found(match)).toEqual(['Rule 2']);
  expect(guard.skipped().get(idOf(1))).toBe(1);
  later = 60_001;
  expect(found(match).sort()).toEqual(['Rule 1', 'Rule 2']);
}, 60_000);
