import { ruleSwitchesKey } from '../../core/documentIds';
import type { RuleSwitchStore } from '../../flows/ports/rules';
import type { RuleSwitchesDocument } from '../../model/ruleSwitches';
import type { Containers } from './client';
import { saveVersion } from './saveVersion';

export function ruleSwitchStore(containers: Containers): RuleSwitchStore {
  const { id, scope } = ruleSwitchesKey;
  const container = () => containers('settings');
  return {
    get: async () => (await container().item(id, scope).read<RuleSwitchesDocument>()).resource,
    save: async (document) => void (await saveVersion(container(), document)),
  };
}
