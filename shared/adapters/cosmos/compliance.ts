import { attestationKey, complianceScope, standardKey } from '../../core/documentIds';
import type { ComplianceStore } from '../../flows/ports/compliance';
import { Conflict } from '../../flows/ports/portErrors';
import type { ComplianceDocument } from '../../model/standard';
import type { Containers } from './client';
import { all } from './list';
import { removeVersion } from './removeVersion';
import { saveVersion } from './saveVersion';

export function complianceStore(containers: Containers): ComplianceStore {
  const container = () => containers('settings');
  const point = async <T extends ComplianceDocument>(key: { id: string; scope: string }): Promise<T | undefined> =>
    (await container().item(key.id, key.scope).read<T>()).resource;

  return {
    async of(subscriptionId) {
      const scope = complianceScope(subscriptionId);
      const found = await all<ComplianceDocument>(container(), {
        query: 'SELECT * FROM c WHERE c.scope = @scope',
        parameters: [{ name: '@scope', value: scope }],
        partitionKey: scope,
      });
      return {
        attestations: found.filter((one) => one.kind === 'attestation'),
        standards: found.filter((one) => one.kind === 'standard'),
        switches: found.find((one) => one.kind === 'standardSwitches'),
      };
    },
    attestation: (subscriptionId, standard, control) => point(attestationKey(subscriptionId, standard, control)),
    standard: (subscriptionId, name) => point(standardKey(subscriptionId, name)),
    save: (document) => saveVersion(container(), document),
    async remove(document) {
      if (!(await removeVersion(container(), document))) throw new Conflict('It is gone');
    },
  };
}
