import { sealedProperties, sealingKeys, workspaceOf } from '../../../../shared/core/ingest/door/workspaceSeal';

const body = Buffer.from('{"a":1}');
const ring = sealingKeys([
  { id: 'new', key: Buffer.alloc(32, 1) },
  { id: 'old', key: Buffer.alloc(32, 2) },
]);
const resourceId = '/subscriptions/s/resourceGroups/g';
const sealed = sealedProperties(ring[0]!, 'branch', resourceId, body);

test('the workspace of a sealed message is the one it was sealed for', () => {
  expect(workspaceOf(sealed, body, ring)).toEqual({ kind: 'sealed', workspaceId: 'branch' });
  expect(sealed.resourceId).toBe(resourceId);
});

test('a seal of an older key of the ring still holds, of a key that left it no more', () => {
  const old = sealedProperties(ring[1]!, 'branch', '', body);
  expect(workspaceOf(old, body, ring).kind).toBe('sealed');
  expect(workspaceOf(old, body, ring.slice(0, 1)).kind).toBe('forged');
});

test('a message that says nothing of a workspace has no claim', () => {
  expect(workspaceOf({ resourceId }, body, ring)).toEqual({ kind: 'none' });
});

test.each([
  ['another workspace', { skywardenWorkspace: 'other' }],
  ['another resource', { resourceId: '/subscriptions/t' }],
  ['no seal', { skywardenSeal: undefined }],
  ['no workspace', { skywardenWorkspace: undefined }],
  ['a seal of no key', { skywardenSeal: sealed.skywardenSeal!.replace('new', 'none') }],
  ['a cut seal', { skywardenSeal: sealed.skywardenSeal!.slice(0, -2) }],
  ['a seal of another type', { skywardenSeal: 7 }],
])('a claim with %s is forged', (_, change) => {
  expect(workspaceOf({ ...sealed, ...change }, body, ring)).toEqual({ kind: 'forged' });
});

test('a seal does not move to another body', () => {
  expect(workspaceOf(sealed, Buffer.from('{"a":2}'), ring).kind).toBe('forged');
});

test('the keys of the seal are not those that seal secrets', () => {
  expect(Buffer.from(ring[0]!.key).equals(Buffer.alloc(32, 1))).toBe(false);
});
