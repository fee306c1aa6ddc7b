import fc from 'fast-check';
import { judgementId, nextVersion, outboxId, partitionOf, resourceDocumentId } from '../../shared/core/documentIds';

const vault =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/Shop/providers/Microsoft.KeyVault/vaults/Keys';

describe('documentIds', () => {
  test('the id of a judgement is the resource id in lower case with bars', () => {
    expect(judgementId(vault)).toBe(
      'judgement||subscriptions|00000000-0000-0000-0000-000000000001|resourcegroups|shop|providers|microsoft.keyvault|vaults|keys',
    );
  });

  test('every spelling of a resource id is one document', () => {
    expect(resourceDocumentId(`${vault.toUpperCase()}/`)).toBe(resourceDocumentId(vault));
  });

  test('ids that differ only in a forbidden character stay apart', () => {
    const ids = ['/x/a/b', '/x/a|b', '/x/a#b', '/x/a?b', '/x/a\\b', '/x/a~b', '/x/a~7c~b'].map(judgementId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('an id and its outbox ids are valid in Cosmos whatever the resource is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const id = outboxId(judgementId(`/subscriptions/1/${text}`), Date.UTC(2200, 0));
        expect(Buffer.byteLength(id)).toBeLessThanOrEqual(1_023);
        expect(id).toMatch(/^[^/\\#?]+$/);
      }),
    );
  });

  test('long ids that share their beginning stay apart', () => {
    const long = `/subscriptions/1/${'a'.repeat(2000)}`;
    expect(judgementId(`${long}b`)).not.toBe(judgementId(`${long}c`));
  });

  test('children and extensions share the partition of their top-level resource', () => {
    const facts = `${vault}/keys/k/providers/Skywarden/machineFacts/linux`;
    expect(partitionOf(facts)).toEqual({
      subscriptionId: '00000000-0000-0000-0000-000000000001',
      rootId: vault.toLowerCase(),
    });
  });

  test('an id outside any subscription belongs to the subscription none', () => {
    expect(partitionOf('/machines/one').subscriptionId).toBe('none');
  });

  test('an item that comes back gets a version that its former life did not reach', () => {
    const first = nextVersion(undefined, new Date('2026-11-21T12:00:00.000Z'));
    const last = nextVersion(nextVersion(first, new Date()), new Date());
    expect(nextVersion(undefined, new Date('2026-11-21T12:00:01.000Z'))).toBeGreaterThan(last);
  });

  test.each([
    '/subscriptions/S/providers/Microsoft.Authorization/roleAssignments/g',
    '/subscriptions/S/providers/Microsoft.Security/pricings/VirtualMachines',
    '/subscriptions/S/providers/Microsoft.Insights/diagnosticSettings/d',
    '/subscriptions/S/providers/Skywarden/principals/p',
  ])('the setting %s is judged together with its subscription', (id) => {
    expect(partitionOf(id)).toEqual({ subscriptionId: 's', rootId: '/subscriptions/s' });
  });

  test('in a resource group only settings of the group are judged with it', () => {
    const group = '/subscriptions/S/resourceGroups/rg';
    expect(partitionOf(`${group}/providers/Microsoft.Authorization/locks/l`).rootId).toBe(
      '/subscriptions/s/resourcegroups/rg',
    );
    expect(partitionOf(`${group}/providers/Microsoft.Insights/components/c`).rootId).toContain('/components/c');
  });
});
