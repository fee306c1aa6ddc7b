import { matches, valueAt } from '../../../shared/core/fanout/match';
import type { ExportEvent } from '../../../shared/core/fanout/exportEvent';
import { automationSourceSchema, type Automation, type AutomationRule } from '../../../shared/model/automation';
import type { JsonObject } from '../../../shared/model/json';
import { automationOf } from '../../flows/support/exportWorld';

const resourceId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/Shop/providers/x/y/z';
const payload: JsonObject = {
  Severity: 'High',
  AlertDisplayName: 'Brute force on vm-1',
  Version: '3.0',
  Entities: [{ Type: 'ip', Address: '192.0.2.1' }],
  properties: { status: { code: 'Unhealthy' }, score: { current: 3.33 }, enabled: true, cause: null },
};
const event: ExportEvent = { key: 'alert', source: 'Alerts', resourceId, payload };

const rule = (
  propertyJPath: string,
  operator: AutomationRule['operator'],
  expectedValue: string,
  propertyType: AutomationRule['propertyType'] = 'String',
): AutomationRule => ({ propertyJPath, operator, expectedValue, propertyType });
const wants = (ruleSets: AutomationRule[][], changes: Partial<Automation> = {}) => {
  const sources = [{ eventSource: 'Alerts' as const, ruleSets: ruleSets.map((rules) => ({ rules })) }];
  return matches(automationOf('a', { sources, ...changes }).automation, event);
};
const holds = (...given: Parameters<typeof rule>) => wants([[rule(...given)]]);

describe('rules', () => {
  test.each([
    ['the severity in lower case', rule('Severity', 'Equals', 'high'), true],
    ['another severity', rule('Severity', 'Equals', 'medium'), false],
    ['text within, whatever its case', rule('alertdisplayname', 'Contains', 'BRUTE'), true],
    ['no text within everything', rule('AlertDisplayName', 'Contains', ''), true],
    ['the version of the stock automation', rule('Version', 'Contains', '3.'), true],
    ['a nested path with any case', rule('$.Properties.STATUS.Code', 'Equals', 'unhealthy'), true],
    [
      'healthy within Unhealthy, as the stock template has it',
      rule('properties.status.code', 'Contains', 'healthy'),
      true,
    ],
    ['a beginning', rule('AlertDisplayName', 'StartsWith', 'brute'), true],
    ['an end', rule('AlertDisplayName', 'EndsWith', 'VM-1'), true],
    ['an end that is none', rule('AlertDisplayName', 'EndsWith', 'brute'), false],
    ['a number that is greater as a number', rule('properties.score.current', 'GreaterThan', '3.3', 'Number'), true],
    [
      'a number that would be greater as text only',
      rule('properties.score.current', 'GreaterThan', '10', 'Number'),
      false,
    ],
    ['a number that is equal', rule('properties.score.current', 'GreaterThanOrEqualTo', '3.33', 'Number'), true],
    ['a smaller number', rule('properties.score.current', 'LesserThan', '4', 'Integer'), true],
    ['a number at most', rule('properties.score.current', 'LesserThanOrEqualTo', '3', 'Number'), false],
    ['no number at all', rule('Severity', 'Equals', '1', 'Number'), false],
    ['a boolean', rule('properties.enabled', 'Equals', 'True', 'Boolean'), true],
    ['an element of a list', rule('Entities[0].Address', 'Equals', '192.0.2.1'), true],
    ['a list as text', rule('Entities', 'Contains', '192.0.2.1'), true],
  ])('%s', (_, one, expected) => {
    expect(wants([[one]])).toBe(expected);
  });

  test.each(['nowhere', 'properties.cause', 'Severity.x.y', 'constructor', '__proto__'])(
    'the path %s leads nowhere: NotEquals alone holds',
    (path) => {
      const operators = [
        'Equals',
        'Contains',
        'StartsWith',
        'EndsWith',
        'GreaterThan',
        'GreaterThanOrEqualTo',
        'LesserThan',
        'LesserThanOrEqualTo',
      ] as const;
      for (const operator of operators) expect(holds(path, operator, '')).toBe(false);
      expect(holds(path, 'NotEquals', 'x')).toBe(true);
    },
  );
});

describe('rule sets', () => {
  const yes = rule('Severity', 'Equals', 'high');
  const no = rule('Severity', 'Equals', 'low');

  it('needs all rules of one set, and one set of several', () => {
    expect(wants([[yes, no]])).toBe(false);
    expect(wants([[yes, no], [yes]])).toBe(true);
    expect(wants([[no], [no]])).toBe(false);
  });

  test.each([null, undefined, []])('ruleSets %p match everything', (ruleSets) => {
    const source = automationSourceSchema.parse({ eventSource: 'alerts', ...(ruleSets !== undefined && { ruleSets }) });
    expect(matches(automationOf('a', { sources: [source] }).automation, event)).toBe(true);
  });
});

describe('the automation', () => {
  it('gets nothing while it is switched off', () => {
    expect(wants([], { isEnabled: false })).toBe(false);
  });

  it('gets only its own sources', () => {
    expect(wants([], { sources: [{ eventSource: 'Assessments', ruleSets: [] }] })).toBe(false);
  });

  test.each([
    ['/subscriptions/00000000-0000-0000-0000-000000000001', true],
    ['/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/', true],
    ['/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop', true],
    ['/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/sho', false],
    ['/subscriptions/00000000-0000-0000-0000-000000000002', false],
  ])('scope %s: %s', (scopePath, expected) => {
    expect(wants([], { scopes: [{ scopePath }] })).toBe(expected);
  });

  it('without a scope gets nothing', () => {
    expect(wants([], { scopes: [] })).toBe(false);
  });
});

test('valueAt reads own members only', () => {
  expect(valueAt(payload, 'toString')).toBeUndefined();
  expect(valueAt(payload, 'Entities.0.Type')).toBe('ip');
  expect(valueAt(payload, '')).toBe(payload);
  expect(valueAt(null, 'a')).toBeUndefined();
});
