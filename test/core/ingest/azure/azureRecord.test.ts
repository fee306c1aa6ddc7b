import {
  azureFields,
  azureTime,
  isOfCategory,
  pick,
  readAzureRecord,
  tableOf,
} from '../../../../shared/core/ingest/azure/azureRecord';
import type { RecordContext } from '../../../../shared/core/ingest/source';

const context: RecordContext = { enqueuedAt: '2026-11-21T12:00:00.000Z', resourceId: '/machine', position: '0/7/0' };
const kinds = new Set(['signinlogs']);

describe('isOfCategory', () => {
  it.each([
    [{ category: 'SignInLogs' }, true],
    [{ Category: 'SIGNINLOGS' }, true],
    [{ Type: 'SigninLogs', TimeGenerated: 'x' }, true],
    // a type without a time is no row: many senders have one
    [{ Type: 'SigninLogs' }, false],
    [{ category: 'Other' }, false],
    [{ category: ['SignInLogs'] }, false],
    ['SignInLogs', false],
  ])('%j: %s', (raw, expected) => {
    expect(isOfCategory(raw, kinds)).toBe(expected);
  });

  it('names the table of a row only', () => {
    expect([
      tableOf({ Type: 'Perf', TimeGenerated: '' }),
      tableOf({ Type: 7, TimeGenerated: '' }),
      tableOf({}),
    ]).toEqual(['Perf', '', '']);
  });
});

describe('readAzureRecord', () => {
  it('opens properties that came as text, and the members named', () => {
    const raw = { properties: '{"Status":"{\\"errorCode\\":7}","note":"{\\"a\\":1}"}' };
    expect(readAzureRecord(raw, context, ['status']).properties).toEqual({ Status: { errorCode: 7 }, note: '{"a":1}' });
  });

  it('takes the columns of a row, without the types behind their names', () => {
    const { properties } = readAzureRecord({ client_ip_s: 'a', count_d: 1, plain: 2, plain_s: 'x' }, context);
    expect(properties).toMatchObject({ client_ip: 'a', count: 1, plain: 2 });
  });

  it('takes the machine of the message when the record names no resource', () => {
    expect(readAzureRecord({}, context).resourceId).toBe('/machine');
    expect(readAzureRecord({ ResourceId: '/a' }, context).resourceId).toBe('/a');
  });

  it('leaves the record as it came', () => {
    const raw = { uri: 'https://a.example.com/?sig=abc', properties: { status: '{}' } };
    const before = structuredClone(raw);
    readAzureRecord(raw, context, ['status']);
    expect(raw).toEqual(before);
  });

  it.each([['none'], [[1]], [7], [null]])('has no properties when they are %j', (properties) => {
    const { record, properties: read } = readAzureRecord({ a: 1, properties }, context);
    expect(read).toEqual({});
    expect(azureFields({ record, properties: read, resourceId: '' }, {})).toEqual({ a: 1, properties });
  });
});

describe('azureFields', () => {
  it('writes a name over the same in another spelling, so that rules find one value', () => {
    const log = readAzureRecord({ category: 'AuditLogs', properties: { a: 1 } }, context);
    expect(azureFields(log, { Category: 'RoleManagement', Status: 'x' })).toEqual({
      category: 'RoleManagement',
      Status: 'x',
      properties: { a: 1 },
    });
  });
});

it('takes the first key that holds a time', () => {
  expect(azureTime({ time: '', timeStamp: '2026-11-21T08:00:00' }, context).time).toBe('2026-11-21T08:00:00.000Z');
  expect(azureTime({ time: 'soon' }, context, 7, '11/21/2026 8:00:00 AM').time).toBe('2026-11-21T08:00:00.000Z');
  expect(azureTime({}, context)).toEqual({ time: context.enqueuedAt, timeOrigin: 'enqueued' });
});

it('picks members whatever their case', () => {
  expect(pick({ riskstate: 'a', other: 1 }, ['RiskState', 'RiskLevel'])).toEqual({ RiskState: 'a' });
});
