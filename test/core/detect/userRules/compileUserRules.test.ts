import fc from 'fast-check';
import { compileUserRules, type UserRuleContext } from '../../../../shared/core/detect/userRules/compileUserRules';
import { parseRuleFile } from '../../../../shared/core/detect/userRules/parseRuleFile';
import { correlationText, idOf, ruleText } from './ruleFiles.samples';

const compile = (files: Record<string, string>, context: UserRuleContext = {}) =>
  compileUserRules(
    Object.entries(files).map(([name, text]) => parseRuleFile(name, text)),
    context,
  );

const faultsOf = (files: Record<string, string>, context?: UserRuleContext) =>
  compile(files, context).files.flatMap(({ faults }) => faults);

test('rules, and correlations over rules of other files, are used', () => {
  const set = compile({ 'a.yml': ruleText(1), 'b.yml': correlationText(2, 3), 'c.yml': ruleText(3) });
  expect(set.rules.map(({ rule }) => rule.id)).toEqual([idOf(1)]);
  expect(set.correlations.map(({ id }) => id)).toEqual([`correlation:${idOf(2)}`]);
  expect(set.files).toMatchObject([
    { name: 'a.yml', state: 'compiled', rules: [{ id: idOf(1), title: 'Rule 1', kind: 'rule' }], faults: [] },
    { name: 'b.yml', state: 'compiled', rules: [{ id: idOf(2), kind: 'correlation' }] },
    { name: 'c.yml', state: 'compiled' },
  ]);
});

test.each([
  ['no YAML', 'title: [', /^bad\.yml:\d+: /],
  ['nothing', '', /^bad\.yml: (holds no rule|is empty)/],
  ['text', 'just text', /^bad\.yml:1: /],
  [
    'a condition that names nothing',
    ruleText(9).replace('condition: selection', 'condition: other'),
    /^bad\.yml:\d+: .*other/,
  ],
  ['look-behind', ruleText(9, "selection:\n    CommandLine|re: '(?<=a)b'"), /^bad\.yml:\d+: .*RE2/],
  ['a regular expression that unfolds', ruleText(9, "selection:\n    CommandLine|re: '((a{900}){900})'"), /RE2/],
  ['a bomb of aliases', bomb(), /^bad\.yml:1: Excessive alias count/],
  ['brackets', '{'.repeat(131_000), /^bad\.yml:1: is nested too deeply/],
  ['lists in lists', `a:\n  ${'- '.repeat(60_000)}x`, /^bad\.yml:2: is nested too deeply/],
  ['keys in keys', '? '.repeat(60_000), /^bad\.yml:1: is nested too deeply/],
  ['indentation', `a:\n${Array.from({ length: 400 }, (_, at) => `${' '.repeat(at + 1)}b:`).join('\n')}`, /too deeply/],
  ['keys without end', Array.from({ length: 9_000 }, (_, at) => `k${at}: 1`).join('\n'), /more than 3000 keys/],
  ['flow keys without end', `{${Array.from({ length: 9_000 }, (_, at) => `k${at}`).join()}}`, /more than 3000 keys/],
  ['documents without end', '---\n'.repeat(9_000), /more than 500 documents/],
  ['the id of a shipped rule', ruleText(77), /^bad\.yml:2: has the id of a detection that is shipped/],
  ['the id of another rule', ruleText(1), /^bad\.yml:2: has the id of another rule, in a\.yml/],
  ['a correlation over nothing', correlationText(9, 55), /^bad\.yml:\d+: .*rule_55/],
])('%s is rejected with its place and reason, and costs no other rule', (_, text, reason) => {
  const set = compile({ 'a.yml': ruleText(1), 'bad.yml': text, 'c.yml': ruleText(2) }, { taken: new Set([idOf(77)]) });
  expect(set.rules.map(({ rule }) => rule.id)).toEqual([idOf(1), idOf(2)]);
  const [first, bad, last] = set.files;
  expect([first!.state, bad!.state, last!.state]).toEqual(['compiled', 'rejected', 'compiled']);
  expect(bad!.faults.join('\n')).toMatch(reason);
});

test('of several rules in a file the good ones are used', () => {
  const set = compile({ 'a.yml': `${ruleText(1)}---\ntitle: x\n---\n${ruleText(2)}` });
  expect(set.rules.map(({ rule }) => rule.id)).toEqual([idOf(1), idOf(2)]);
  expect(set.files[0]).toMatchObject({ state: 'rejected', rules: [{ state: 'compiled' }, { state: 'rejected' }, {}] });
});

test('a line is counted within the whole file', () => {
  expect(faultsOf({ 'a.yml': `${ruleText(1)}---\n${ruleText(2).replace('level: high', 'level: huge')}` })[0]).toMatch(
    /^a\.yml:23: /,
  );
});

test('whatever a file holds, the rules of others stay', () => {
  const line = fc.constantFrom(...ruleText(9).split('\n'), '---', '- a', '&a [*a]', '  ? x', '!!js/x y', '"', '\t');
  const text = fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, (bad) => {
      const { rules } = compile({ 'a.yml': ruleText(1), 'bad.yml': bad, 'z.yml': ruleText(2) });
      expect(rules.map(({ rule }) => rule.id)).toEqual(expect.arrayContaining([idOf(1), idOf(2)]));
    }),
    { numRuns: 300 },
  );
});

function bomb(): string {
  const levels = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (let at = 1; at < 12; at++) {
    const [name, before] = [at + 10, at + 9].map((digit) => digit.toString(36));
    levels.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`);
  }
  return levels.join('\n');
}
