import { alertFromFinding } from '../../../../shared/core/alert/alertFromFinding';
import { names, suppressedBy, suppressionStateAt } from '../../../../shared/core/alert/suppression/suppresses';
import type { Alert } from '../../../../shared/model/alert';
import type { ScopeElement, SuppressionRule } from '../../../../shared/model/suppressionRule';
import { finding } from '../finding';

const now = new Date('2026-11-21T12:00:00.000Z');
const alert: Alert = {
  ...alertFromFinding(finding, { location: 'local', now: now.toISOString() }),
  alertType: 'IpAnomaly',
  entities: [
    { type: 'ip', address: '203.0.113.195' },
    { type: 'azure-resource', resourceId: '/subscriptions/S1/x' },
    {
      type: 'process',
      commandLine: 'C:\\Windows\\powershell.exe -File a.ps1',
      imageFile: { type: 'file', name: 'powershell.exe' },
    },
    { type: 'account', name: 'ann', host: { type: 'host', hostName: 'web-1' } },
  ],
};
const rule = (changes: Partial<SuppressionRule> = {}): SuppressionRule => ({
  name: 'quiet',
  alertType: 'IpAnomaly',
  reason: 'Noise',
  state: 'Enabled',
  expirationDateUtc: null,
  lastModifiedUtc: now.toISOString(),
  allOf: null,
  ...changes,
});
const scoped = (...allOf: ScopeElement[]): boolean => names(rule({ allOf }), alert);

test('the documented example: an address that is any of, and a command line that contains', () => {
  expect(
    scoped(
      { field: 'entities.ip.address', in: ['203.0.113.195', '203.0.113.56'] },
      { field: 'entities.process.commandline', contains: 'POWERSHELL.EXE' },
    ),
  ).toBe(true);
});

test('all elements must hold', () => {
  expect(
    scoped({ field: 'entities.ip.address', in: ['203.0.113.195'] }, { field: 'entities.account.name', in: ['bob'] }),
  ).toBe(false);
});

test.each([
  [
    'a resource, whose type the wire writes without a hyphen',
    { field: 'entities.azureresource.resourceid', in: ['/SUBSCRIPTIONS/s1/x'] },
  ],
  ['a file inside of a process', { field: 'entities.file.name', contains: 'powershell' }],
  ['a host inside of an account', { field: 'entities.host.hostname', in: ['WEB-1'] }],
])('names %s, without case', (_, element) => expect(scoped(element)).toBe(true));

test('a text that only contains a value is not in a list of it', () =>
  expect(scoped({ field: 'entities.host.hostname', in: ['web'] })).toBe(false));

test('an alert without entities is named by a rule with conditions too', () =>
  expect(
    names(rule({ allOf: [{ field: 'entities.ip.address', in: ['192.0.2.1'] }] }), { ...alert, entities: [] }),
  ).toBe(true));

test('a star is every type, another type none', () => {
  expect(names(rule({ alertType: '*' }), alert)).toBe(true);
  expect(names(rule({ alertType: 'ipanomaly' }), alert)).toBe(true);
  expect(names(rule({ alertType: 'Other' }), alert)).toBe(false);
});

test('only enabled rules that have not expired act', () => {
  const past = rule({ expirationDateUtc: '2026-11-21T12:00:00.000Z' });
  expect(suppressionStateAt(past, now)).toBe('Expired');
  expect(suppressedBy([past, rule({ state: 'Disabled' })], alert, now)).toBeUndefined();
  expect(suppressedBy([rule({ name: 'z' }), rule({ expirationDateUtc: '2026-11-21T12:00:00.001Z' })], alert, now)).toBe(
    'quiet',
  );
});
