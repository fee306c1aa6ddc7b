import { findingSnapshot } from '../../../../shared/core/ingest/scanners/findingSnapshot';
import type { ScannerFinding } from '../../../../shared/core/ingest/scanners/scannerEvent';
import type { RecordContext } from '../../../../shared/core/ingest/source';
import { machineFindingSchema } from '../../../../shared/model/machineFinding';
import { source as qualys } from '../../../../content/sources/qualys';

const machine =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1';
const context = (resourceId = ''): RecordContext => ({
  enqueuedAt: '2026-11-21T08:00:00.000Z',
  resourceId,
  position: '0/1/0',
});
const finding = (part: Partial<ScannerFinding> = {}): ScannerFinding => ({
  time: '2026-11-21T07:00:00Z',
  resourceId: machine,
  entities: [],
  fields: {},
  vulnerability: { ids: ['', 'CVE-2026-0001'], severity: 'high', title: 'zlib', resource: 'web-1', package: 'zlib' },
  ...part,
});
const seen = '2026-11-21T07:00:00.000Z';

test('a finding is an extension of the machine that it names', () => {
  const resource = findingSnapshot('qualys', finding(), seen, context())!;
  expect(resource.id.startsWith(`${machine}/providers/Skywarden/vulnerabilities/qualys-`)).toBe(true);
  expect(machineFindingSchema.parse(resource.properties)).toEqual({
    scanner: 'qualys',
    lastSeen: '2026-11-21',
    status: 'Open',
    ids: ['CVE-2026-0001'],
    severity: 'High',
    title: 'zlib',
    package: 'zlib',
  });
});

test('the same finding of another day is the same resource, that of another package is not', () => {
  const id = (part: Partial<ScannerFinding>, at = seen) => findingSnapshot('qualys', finding(part), at, context())!.id;
  expect(id({}, '2026-11-22T07:00:00.000Z')).toBe(id({}));
  expect(id({ vulnerability: { ...finding().vulnerability!, package: 'curl' } })).not.toBe(id({}));
});

test('what is fixed stays as proof that somebody looked', () => {
  const fixed = finding({ vulnerability: { ...finding().vulnerability!, status: 'Fixed' } });
  expect(findingSnapshot('qualys', fixed, seen, context())?.properties).toMatchObject({ status: 'Fixed' });
});

test('a report without findings is a clean scan', () => {
  const { vulnerability: _none, ...clean } = finding();
  const resource = findingSnapshot('trivy', clean, seen, context());
  expect(resource?.name).toBe('trivy-scan');
  expect(resource?.properties).toEqual({ scanner: 'trivy', lastSeen: '2026-11-21', status: 'Clean' });
});

test('a sender that speaks for a machine tells of that machine, not of the others in its report', () => {
  const of = (hostName: string) =>
    findingSnapshot(
      'qualys',
      finding({ resourceId: '', entities: [{ type: 'host', hostName }] }),
      seen,
      context(machine),
    );
  expect(of('WEB-1.example.com')).toBeDefined();
  expect(of('web-2')).toBeUndefined();
});

test.each(['', 'web:1', 'arn:aws:ec2:eu-west-1:000000000001:instance/i-1', `${machine}/extensions/x`])(
  '%p is no machine of the inventory',
  (resourceId) => {
    expect(findingSnapshot('qualys', finding({ resourceId }), seen, context())).toBeUndefined();
  },
);

test('who forwards a report may add which machine each record is about', () => {
  const row = {
    CVE: 'CVE-2026-0001',
    QID: '800001',
    Title: 'zlib is old',
    Severity: '4',
    'Asset Name': 'other-name',
    azureResourceId: machine,
  };
  const [event] = qualys.normalise([row], context());
  expect(event?.snapshot?.resource.properties).toMatchObject({
    scanner: 'qualys',
    severity: 'Critical',
    status: 'Open',
  });
});
