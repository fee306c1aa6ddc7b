import { type PlacedFinding, sarifLog } from '../../../../shared/core/posture/template/sarifLog';
import type { TemplateRule } from '../../../../shared/core/posture/template/templateFinding';
import { account, deploy } from './templating';

const rule = (id: string, severity: TemplateRule['severity']): TemplateRule => ({
  id,
  kind: 'recommendation',
  title: `Title of ${id}`,
  description: 'Why it matters.',
  remediation: 'What to do.',
  severity,
});
const [resource] = deploy({ resources: [account({})] }).resources;
const finding = (
  id: string,
  severity: TemplateRule['severity'],
  code: 'Unhealthy' | 'Unknown',
  startLine = 3,
): PlacedFinding => ({
  rule: rule(id, severity),
  code,
  cause: 'Cause',
  message: 'It is so.',
  resource: resource!,
  file: 'infra/my main.json',
  region: { startLine, startColumn: 5, endLine: 9 },
});

interface Log {
  $schema: string;
  version: string;
  runs: {
    tool: { driver: { name: string; rules: Record<string, unknown>[] } };
    results: Record<string, unknown>[];
    invocations: Record<string, unknown>[];
  }[];
}
const logOf = (...findings: PlacedFinding[]) =>
  sarifLog(
    findings,
    [{ file: 'a.json', region: { startLine: 1, startColumn: 1, endLine: 1 }, message: 'Note.' }],
    '1.2.3',
  ) as unknown as Log;

test('has the members that SARIF 2.1.0 requires', () => {
  const log = logOf(finding('b/two', 'High', 'Unhealthy'), finding('a/one', 'Low', 'Unknown'));
  expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-2.1.0') as string });
  const [run] = log.runs;
  expect(run!.tool.driver.name).toBe('Skywarden');
  expect(run!.invocations).toMatchObject([
    { executionSuccessful: true, toolExecutionNotifications: [{ message: { text: 'Note.' } }] },
  ]);
  for (const descriptor of run!.tool.driver.rules) {
    expect(descriptor).toMatchObject({
      id: expect.any(String) as string,
      shortDescription: { text: expect.stringMatching(/./) as string },
      help: { text: expect.stringContaining('What to do.') as string },
    });
  }
  for (const result of run!.results) {
    const at = run!.tool.driver.rules[result['ruleIndex'] as number];
    expect(at?.['id']).toBe(result['ruleId']);
    expect(result).toMatchObject({
      message: { text: expect.stringMatching(/./) as string },
      locations: [{ physicalLocation: {} }],
    });
  }
});

test('severities are levels; a result that is not a failure has none', () => {
  const log = logOf(
    finding('a', 'High', 'Unhealthy'),
    finding('b', 'Medium', 'Unhealthy'),
    finding('c', 'Low', 'Unhealthy'),
    finding('d', 'High', 'Unknown'),
  );
  expect(log.runs[0]!.results.map(({ kind, level }) => [kind, level])).toEqual([
    ['fail', 'error'],
    ['fail', 'warning'],
    ['fail', 'note'],
    ['open', 'none'],
  ]);
});

test('places are relative addresses with lines', () => {
  expect(logOf(finding('a', 'High', 'Unhealthy')).runs[0]!.results[0]).toMatchObject({
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'infra/my%20main.json', uriBaseId: '%SRCROOT%' },
          region: { startLine: 3, startColumn: 5 },
        },
      },
    ],
  });
});

test('the fingerprint stays when lines move, and differs between rules', () => {
  const print = (one: PlacedFinding) =>
    (logOf(one).runs[0]!.results[0]!['partialFingerprints'] as Record<string, string>)['skywarden/v1'];
  const first = print(finding('a', 'High', 'Unhealthy'));
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(print(finding('a', 'High', 'Unhealthy', 30))).toBe(first);
  expect(print(finding('b', 'High', 'Unhealthy'))).not.toBe(first);
});
