import { ruleSwitchesKey } from '../../../shared/core/documentIds';
import { isRuleFile, ruleFileLimits } from '../../../shared/core/detect/userRules/ruleFileLimits';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { RuleFileStore, RuleSwitchStore } from '../../../shared/flows/ports/rules';
import type { RuleSwitchesDocument } from '../../../shared/model/ruleSwitches';
import { etagMap } from './etagMap';

interface StoredFile {
  name: string;
  text: string;
  changedAt: string;
  _etag?: string;
}

export function memoryRuleFiles(): RuleFileStore {
  const files = etagMap<StoredFile>();
  return {
    list: async () =>
      files
        .values(({ name }) => isRuleFile(name))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .slice(0, ruleFileLimits.files + 1)
        .map(({ name, text, changedAt, _etag }) => ({
          name,
          etag: _etag!,
          bytes: Buffer.byteLength(text),
          changedAt,
        })),
    async read(name, etag) {
      const found = files.get(name);
      if (found === undefined) return undefined;
      if (etag !== undefined && etag !== found._etag) throw new Conflict(`${name} was changed meanwhile`);
      return { text: found.text, etag: found._etag! };
    },
    async save(name, text, etag) {
      const file = { name, text, changedAt: '2026-11-21T12:00:00.000Z', ...(etag !== undefined && { _etag: etag }) };
      return files.write([[name, file]])[0]!._etag!;
    },
    remove: async (name, etag) => files.remove(name, etag),
  };
}

export function memoryRuleSwitches(): RuleSwitchStore {
  const documents = etagMap<RuleSwitchesDocument>();
  return {
    get: async () => documents.get(ruleSwitchesKey.id),
    save: async (document) => void documents.write([[document.id, document]]),
  };
}
