import { ruleFileLimits } from '../../../shared/core/detect/userRules/ruleFileLimits';
import type { RuleFileStore } from '../../../shared/flows/ports/rules';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import { createRuleDirectory } from '../../../shared/flows/rules/ruleDirectory';
import { idOf, ruleText } from '../../core/detect/userRules/ruleFiles.samples';
import { memoryPorts } from '../../doubles/memoryPorts';
import { memoryRuleFiles } from '../../doubles/memory/ruleFiles';

const options = { placeholders: new Map(), shippedIds: () => new Set<string>() };

/** A directory over a store that tells which files were read. */
function open(changes: Partial<RuleFileStore> = {}) {
  const reads: string[] = [];
  const files = memoryRuleFiles();
  const ruleFiles: RuleFileStore = {
    ...files,
    read: (name, etag) => {
      reads.push(name);
      return files.read(name, etag);
    },
    ...changes,
  };
  const { ports } = memoryPorts({ ruleFiles });
  return { reads, files, directory: createRuleDirectory(ports, options) };
}

test('what did not change is neither read nor compiled again', async () => {
  const { reads, files, directory } = open();
  await files.save('a.yml', ruleText(1), undefined);
  await files.save('b.yml', ruleText(2), undefined);
  const first = await directory.load();
  expect(await directory.load()).toBe(first);
  await files.save('b.yml', ruleText(3), (await files.read('b.yml'))!.etag);
  expect((await directory.load()).rules.map(({ rule }) => rule.id)).toEqual([idOf(1), idOf(3)]);
  expect(reads).toEqual(['a.yml', 'b.yml', 'b.yml']);
});

test('what would become of a change is told without it', async () => {
  const { files, directory } = open();
  await files.save('a.yml', ruleText(1), undefined);
  expect((await directory.with('b.yml', ruleText(2))).rules).toHaveLength(2);
  expect((await directory.with('a.yml', undefined)).rules).toHaveLength(0);
  expect((await directory.load()).rules).toHaveLength(1);
});

test('files beyond the limits are told and not read', async () => {
  const large = (name: string) => ({ name, etag: '1', bytes: ruleFileLimits.fileBytes, changedAt: '' });
  const most = ruleFileLimits.allBytes / ruleFileLimits.fileBytes;
  const names = Array.from({ length: most + 1 }, (_, at) => `${String(at).padStart(3, '0')}.yml`);
  const huge = { ...large('000.yml'), bytes: ruleFileLimits.fileBytes + 1 };
  const { directory } = open({
    list: async () => [huge, ...names.slice(1).map(large), { ...large('z.yml'), bytes: 10 }],
    read: async (name) => ({ text: ruleText(Number(name.slice(0, 3)) || 999), etag: '1' }),
  });
  const { files, rules } = await directory.load();
  expect(files[0]!.faults).toEqual(['000.yml: holds more than 131072 bytes']);
  expect(files.at(-2)!.faults[0]).toMatch(/^064\.yml: is beyond 2000 files or 8388608 bytes/);
  expect(rules).toHaveLength(most - 1);
});

test('a file that is replaced while it is read is read in its new version', async () => {
  let tries = 0;
  const { files, directory } = open({
    read: async (name) => {
      if ((tries += 1) === 1) throw new Conflict('replaced');
      return files.read(name);
    },
  });
  await files.save('a.yml', ruleText(1), undefined);
  expect((await directory.load()).rules).toHaveLength(1);
});
