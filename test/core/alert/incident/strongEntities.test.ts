import { alertFromFinding } from '../../../../shared/core/alert/alertFromFinding';
import { strongKeys } from '../../../../shared/core/alert/incident/strongEntities';
import type { Alert } from '../../../../shared/model/alert';
import { finding } from '../finding';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const alert: Alert = {
  ...alertFromFinding(finding, { location: 'local', now: '2026-11-21T12:00:00.000Z' }),
  resourceId: subscription,
};
const keys = (...entities: Alert['entities']): string[] => strongKeys({ ...alert, entities });

test.each([
  ['a host without a domain', { type: 'host', hostName: 'web-1' }],
  ['an account without a directory', { type: 'account', name: 'ann' }],
  ['a name that every system has', { type: 'account', name: 'root', ntDomain: 'WEB-1' }],
  ['an account of the system', { type: 'account', name: 'svc', ntDomain: 'NT AUTHORITY', sid: 'S-1-5-18' }],
  ['a private address', { type: 'ip', address: '10.0.0.1' }],
  ['an address of the machine itself', { type: 'ip', address: '::1' }],
  ['a subscription', { type: 'azure-resource', resourceId: subscription }],
  ['a resource group', { type: 'azure-resource', resourceId: `${subscription}/resourceGroups/rg` }],
])('%s ties nothing together', (_, entity) => expect(keys(entity)).toEqual([]));

test.each([
  [
    { type: 'host', hostName: 'Web-1.example.com' },
    { type: 'host', hostName: 'web-1', dnsDomain: 'EXAMPLE.com' },
  ],
  [
    { type: 'ip', address: '203.0.113.7' },
    { type: 'ip', address: '::ffff:203.0.113.7' },
  ],
  [
    { type: 'account', name: 'Ann', upnSuffix: 'example.com' },
    { type: 'account', name: 'ann', upnSuffix: 'EXAMPLE.COM' },
  ],
  [
    {
      type: 'host',
      hostName: 'x',
      azureID: `${subscription}/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/VM`,
    },
    {
      type: 'azure-resource',
      resourceId: `${subscription}/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm`,
    },
  ],
])('what is one thing has one key: %j', (one, other) => {
  expect(keys(one)).toHaveLength(1);
  expect(keys(one)).toEqual(keys(other));
});

test('of many entities those that tell most are kept', () => {
  const addresses = Array.from({ length: 20 }, (_, at) => ({ type: 'ip', address: `203.0.113.${at}` }));
  const found = keys(...addresses, { type: 'account', name: 'ann', upnSuffix: 'example.com' });
  expect(found).toHaveLength(6);
  expect(found[0]).toBe('account|ann@example.com');
});
