import { attestationKey, complianceScope, standardKey } from '../../../shared/core/documentIds';
import type { ComplianceStore } from '../../../shared/flows/ports/compliance';
import type { AttestationDocument, ComplianceDocument, StandardDocument } from '../../../shared/model/standard';
import { etagMap } from './etagMap';

const keyOf = ({ id, scope }: { id: string; scope: string }): string => `${scope}|${id}`;

export function memoryCompliance(): ComplianceStore {
  const documents = etagMap<ComplianceDocument>();
  return {
    of: async (subscriptionId) => {
      const found = documents.values(({ scope }) => scope === complianceScope(subscriptionId));
      return {
        attestations: found.filter((one) => one.kind === 'attestation'),
        standards: found.filter((one) => one.kind === 'standard'),
        switches: found.find((one) => one.kind === 'standardSwitches'),
      };
    },
    attestation: async (subscriptionId, standard, control) =>
      documents.get(keyOf(attestationKey(subscriptionId, standard, control))) as AttestationDocument | undefined,
    standard: async (subscriptionId, name) =>
      documents.get(keyOf(standardKey(subscriptionId, name))) as StandardDocument | undefined,
    save: async <T extends ComplianceDocument>(document: T) => documents.write([[keyOf(document), document]])[0]! as T,
    remove: async (document) => documents.remove(keyOf(document), document._etag),
  };
}
