import { alertFromFinding } from '../../../shared/core/alert/alertFromFinding';
import { mergeAlert } from '../../../shared/core/alert/mergeAlert';
import { alertSchema } from '../../../shared/model/alert';
import type { Finding } from '../../../shared/core/detect/detector';
import { finding } from './finding';

const options = { location: 'westeurope', now: '2026-03-02T08:00:07.500Z' };
const guidOf = (changes: Partial<Finding>) => alertFromFinding({ ...finding, ...changes }, options).guid;

describe('alertFromFinding', () => {
  it('says what the rule and the finding say', () => {
    const alert = alertFromFinding(finding, options);
    expect(alertSchema.parse(alert)).toEqual(alert);
    expect(alert).toMatchObject({
      name: `2516298623999999999_${alert.guid}`,
      alertType: 'VM_SshBruteForceFailed',
      techniques: ['T1110'],
      subTechniques: ['T1110.001'],
      status: 'Active',
      startTimeUtc: '2026-03-02T08:00:00.0000000Z',
      timeGeneratedUtc: '2026-03-02T08:00:07.5000000Z',
      location: 'westeurope',
      occurrences: 1,
      entities: [{ type: 'azure-resource', resourceId: finding.resourceId }, ...finding.entities],
    });
  });

  it('gives one guid to the findings of one rule, entity and window', () => {
    expect(guidOf({ time: '2026-03-02T23:59:59.999Z', eventIds: ['other'] })).toBe(guidOf({}));
  });

  it.each<[string, Partial<Finding>]>([
    ['rule', { rule: { ...finding.rule, id: 'another' } }],
    ['entity', { entityKey: 'vm-2|203.0.113.7' }],
    ['window', { time: '2026-03-03T00:00:00.000Z' }],
  ])('gives another guid to another %s', (_name, changes) => {
    expect(guidOf(changes)).not.toBe(guidOf({}));
  });

  it('names the author of a public rule', () => {
    const rule = { ...finding.rule, author: 'A. Writer', license: 'DRL-1.1', references: ['https://example.com/rule'] };
    expect(alertFromFinding({ ...finding, rule }, options).extendedProperties).toEqual({
      Attackers: '203.0.113.7',
      'Rule id': finding.rule.id,
      'Rule author': 'A. Writer',
      'Rule license': 'DRL-1.1',
      'Rule reference': 'https://example.com/rule',
    });
  });

  it('lets no fact of a record take the place of the author, nor many push it out', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`Fact ${at}`, 'x']));
    const told = { ...finding, extendedProperties: { ...many, 'Rule author': 'Nobody' } };
    const rule = { ...finding.rule, author: 'A. Writer' };
    const alert = alertFromFinding({ ...told, rule }, options);
    const merged = mergeAlert(alert, { ...told, rule, time: '2020-01-01T00:00:00.000Z', eventIds: ['older'] });
    expect([alert, merged].map((one) => one?.extendedProperties['Rule author'])).toEqual(['A. Writer', 'A. Writer']);
  });
});
