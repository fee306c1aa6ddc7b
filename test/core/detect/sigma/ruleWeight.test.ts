import { compileRuleSet } from '../../../../shared/core/detect/sigma/ruleSet';
import { weightLimits, weightOf } from '../../../../shared/core/detect/sigma/ruleWeight';
import { sigmaDocument } from '../sigmaDocument';

it.each<[string, unknown, number]>([
  ['a value', { s: { A: 'x' }, condition: 's' }, 2],
  ['a list', { s: { A: ['x', 'y', 1] } }, 3],
  ['keywords', { s: ['x', 'y'] }, 2],
  ['each way to write two dashes', { s: { 'A|windash|contains': ' -a -b' } }, 25],
  ['three offsets', { s: [{ 'A|wide | base64offset|contains': 'x' }, { B: 1 }] }, 4],
  ['a regular expression', { s: { 'A|re': 'abc' } }, 3],
  ['parts that repeat', { s: { 'A|re': 'a{100}' } }, 600],
  ['repeats within repeats', { s: { 'A|re': '(a{10}){2,20}' } }, 13 * 200],
  ['repeats without end', { s: { 'A|re': '.{1000,}' } }, 8000],
])('%s weighs what it unfolds into', (_name, detection, weight) => {
  expect(weightOf(detection)).toBe(weight);
});

it('leaves out the rules for which there is no more room', () => {
  const rule = (count: number) => sigmaDocument({ s: { 'A|re': Array(count).fill('b{1000}') }, condition: 's' });
  const heavy = Math.floor((weightLimits.rule - 1) / 7000);
  const fitting = Math.floor(weightLimits.all / (heavy * 7000 + 1));
  const documents = Array.from({ length: fitting + 1 }, () => rule(heavy)).concat(rule(1), rule(heavy + 1));
  const { rules, rejected } = compileRuleSet(documents.map((one, at) => ({ file: `${at}.yml`, rule: one })));
  expect(rules).toHaveLength(fitting + 1);
  expect(rejected.map(({ message }) => message)).toEqual([
    expect.stringMatching(`^${fitting}\\.yml: all rules together unfold`),
    expect.stringMatching(`^${fitting + 2}\\.yml: detection unfolds`),
  ]);
});
