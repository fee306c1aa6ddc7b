import type { UserRuleSet } from '../../core/detect/userRules/compileUserRules';
import { ruleFileLimits } from '../../core/detect/userRules/ruleFileLimits';
import type { RuleFileRow } from '../../core/detect/userRules/ruleFileRow';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import type { RuleFile } from '../ports/rules';
import { untilSaved } from '../untilSaved';
import type { RuleDirectory } from './ruleDirectory';

export interface SavedRuleFile {
  file: RuleFileRow;
  etag: string;
  created: boolean;
  /** What becomes wrong in other files: a correlation that names a rule which is gone. */
  faults: string[];
}

type RulePorts = Pick<Ports, 'ruleFiles'>;

/** What others lose by a change. */
const lost = (before: UserRuleSet, after: UserRuleSet, name: string): string[] => {
  const known = new Set(before.files.flatMap(({ faults }) => faults));
  return after.files.flatMap((file) => (file.name === name ? [] : file.faults.filter((fault) => !known.has(fault))));
};

/**
 * Stores a file all of whose rules compile beside those of the other files. `check` sees the stored etag and may throw. With `preview`
 * nothing is stored. Throws Rejected `RuleInvalid` with every reason, `RuleFileTooLarge` or `TooManyRules`.
 */
export async function saveRuleFile(
  { ports, directory }: { ports: RulePorts; directory: RuleDirectory },
  { name, text, preview }: { name: string; text: string; preview: boolean },
  check: (etag: string | undefined) => void,
): Promise<SavedRuleFile> {
  const bytes = Buffer.byteLength(text);
  if (bytes > ruleFileLimits.fileBytes)
    throw new Rejected('RuleFileTooLarge', `A file holds at most ${ruleFileLimits.fileBytes} bytes: split it`);
  return untilSaved(async () => {
    const before = await directory.load();
    const stored = before.stored.find((one) => one.name === name);
    check(stored?.etag);
    requireRoom(before.stored, { name, bytes });
    const after = await directory.with(name, text);
    const file = after.files.find((one) => one.name === name)!;
    if (file.state === 'rejected') throw new Rejected('RuleInvalid', file.faults.join('; '));
    const etag = preview ? (stored?.etag ?? '') : await ports.ruleFiles.save(name, text, stored?.etag);
    return { file, etag, created: stored === undefined, faults: lost(before, after, name) };
  });
}

function requireRoom(stored: readonly RuleFile[], { name, bytes }: { name: string; bytes: number }): void {
  const others = stored.filter((one) => one.name !== name);
  const all = others.reduce((sum, one) => sum + one.bytes, bytes);
  if (others.length < ruleFileLimits.files && all <= ruleFileLimits.allBytes) return;
  const { files, allBytes } = ruleFileLimits;
  throw new Rejected('TooManyRules', `There may be ${files} files of ${allBytes} bytes in all: remove some first`);
}
