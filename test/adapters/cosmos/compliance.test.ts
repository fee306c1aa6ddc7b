import { complianceStore } from '../../../shared/adapters/cosmos/compliance';
import { findingStore } from '../../../shared/adapters/cosmos/findings';
import { attestationKey, standardKey, standardSwitchesKey } from '../../../shared/core/documentIds';
import { audit } from '../../../shared/flows/audit';
import type { ComplianceStore } from '../../../shared/flows/ports/compliance';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { AttestationDocument, StandardDocument } from '../../../shared/model/standard';
import { memoryCompliance } from '../../doubles/memory/compliance';
import { memoryPorts } from '../../doubles/memoryPorts';
import { type CosmosForTests, startDeployedCosmos } from '../support';

jest.setTimeout(30_000);
let cosmos: CosmosForTests;
beforeAll(async () => {
  cosmos = await startDeployedCosmos();
});
afterAll(() => cosmos.stop());

const [one, other] = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002'];
const attested = (subscriptionId: string, control: string): AttestationDocument => ({
  kind: 'attestation',
  ...attestationKey(subscriptionId, 'PCI-DSS-4', control),
  workspaceId: 'w',
  attestation: {
    standard: 'PCI-DSS-4',
    control,
    state: 'Compliant',
    evidence: 'Seen',
    attestedBy: 'somebody',
    attestedAt: '2026-11-21T08:00:00.000Z',
    expiresAt: null,
  },
});
const standard: StandardDocument = {
  kind: 'standard',
  ...standardKey(one, 'Ours (2)'),
  workspaceId: 'w',
  standard: {
    name: 'Ours (2)',
    displayName: 'Ours',
    version: '1',
    description: '',
    controls: [{ name: '1', title: 'One' }],
  },
};

describe.each<[string, () => ComplianceStore]>([
  ['Cosmos', () => complianceStore(cosmos.containers)],
  ['memory', memoryCompliance],
])('compliance in %s', (_name, open) => {
  let store: ComplianceStore;
  beforeAll(() => {
    store = open();
  });

  test('is read as a whole, by subscription', async () => {
    await store.save(attested(one, '1.2.1'));
    await store.save(attested(other, '1.2.5'));
    await store.save(standard);
    await store.save({
      kind: 'standardSwitches',
      ...standardSwitchesKey(one),
      workspaceId: 'w',
      off: ['soc-2-type-2'],
    });
    const kept = await store.of(one);
    expect(kept.attestations.map(({ attestation }) => attestation.control)).toEqual(['1.2.1']);
    expect(kept.standards.map(({ standard: { name } }) => name)).toEqual(['Ours (2)']);
    expect(kept.switches?.off).toEqual(['soc-2-type-2']);
    expect(await store.of('00000000-0000-0000-0000-000000000003')).toEqual({
      attestations: [],
      standards: [],
      switches: undefined,
    });
  });

  test('is found by name without case, replaced by version, and removed once', async () => {
    const found = (await store.attestation(one.toUpperCase(), 'pci-dss-4', '1.2.1'))!;
    expect(await store.standard(one, 'OURS (2)')).toMatchObject({ standard: { displayName: 'Ours' } });
    const saved = await store.save({ ...found, attestation: { ...found.attestation, state: 'NonCompliant' } });
    expect(saved._etag).not.toBe(found._etag);
    await expect(store.save(found)).rejects.toBeInstanceOf(Conflict);
    await expect(store.save(attested(one, '1.2.1'))).rejects.toBeInstanceOf(Conflict);
    await expect(store.remove(found)).rejects.toBeInstanceOf(Conflict);
    await store.remove(saved);
    await expect(store.remove(saved)).rejects.toBeInstanceOf(Conflict);
    expect(await store.attestation(one, 'PCI-DSS-4', '1.2.1')).toBeUndefined();
  });
});

test('the audit is read newest first, below a scope', async () => {
  const findings = findingStore(cosmos.containers);
  const account = `/subscriptions/${one}/resourceGroups/Data/providers/Microsoft.Storage/storageAccounts/st1`;
  const { ports, clock } = memoryPorts({ findings });
  let next = 1;
  const entry = { by: 'somebody', action: 'quickFix', outcome: 'done', before: null, after: { a: 1 } } as const;
  for (const resourceId of [account, `/subscriptions/${one}`, `/subscriptions/${other}`]) {
    clock.now = new Date(clock.now.getTime() + 1_000);
    await audit({ ports, newId: () => `id${next++}`, workspaceId: 'w' }, { ...entry, resourceId });
  }
  const idsIn = async (scope: string) =>
    (await findings.audit(scope, { top: 10 })).items.map(({ resourceId }) => resourceId);
  expect(await idsIn(`/subscriptions/${one}`)).toEqual([`/subscriptions/${one}`, account]);
  expect(await idsIn(account.toUpperCase())).toEqual([account]);
});
