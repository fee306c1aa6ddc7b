import { compileUserRules, type UserRuleSet } from '../../core/detect/userRules/compileUserRules';
import { type ParsedRuleFile, parseRuleFile } from '../../core/detect/userRules/parseRuleFile';
import { ruleFileLimits } from '../../core/detect/userRules/ruleFileLimits';
import type { Placeholders } from '../../core/detect/sigma/placeholders';
import { eachOf } from '../eachOf';
import { Conflict } from '../ports/portErrors';
import type { Ports } from '../ports';
import type { RuleFile } from '../ports/rules';

const width = 16;
/** So many bytes are parsed before other work has its turn. */
const turnBytes = 65_536;

export interface UserRules extends UserRuleSet {
  /** Of all that it was made of. */
  version: string;
  stored: RuleFile[];
  /** Ids, lower case, of rules that were switched off: shipped ones too. */
  disabled: ReadonlySet<string>;
}

export interface RuleDirectory {
  /** What is stored now, compiled. What did not change since the last call is neither read nor compiled again. */
  load(): Promise<UserRules>;
  /** What would become of it with this text in that file, or (undefined) without it. */
  with(name: string, text: string | undefined): Promise<UserRuleSet>;
}

export interface RuleDirectoryOptions {
  placeholders: Placeholders;
  /** Ids (lower case) of what is shipped. */
  shippedIds: () => ReadonlySet<string>;
}

type DirectoryPorts = Pick<Ports, 'ruleFiles' | 'ruleSwitches'>;

export function createRuleDirectory(
  ports: DirectoryPorts,
  { placeholders, shippedIds }: RuleDirectoryOptions,
): RuleDirectory {
  let parsed = new Map<string, { etag: string; file: ParsedRuleFile }>();
  let last: UserRules | undefined;
  const compile = (files: ParsedRuleFile[]) => compileUserRules(files, { placeholders, taken: shippedIds() });

  async function read({ name, etag, bytes }: RuleFile): Promise<ParsedRuleFile | undefined> {
    if (bytes > ruleFileLimits.fileBytes) return tooMuch(name, `holds more than ${ruleFileLimits.fileBytes} bytes`);
    const found = await ports.ruleFiles.read(name, etag);
    return found && parseRuleFile(name, found.text);
  }

  async function files(stored: RuleFile[]): Promise<ParsedRuleFile[]> {
    const used = withinLimits(stored);
    const next = new Map<string, { etag: string; file: ParsedRuleFile }>();
    let unbroken = 0;
    await eachOf(used, width, async (entry) => {
      const known = parsed.get(entry.name);
      if (known?.etag === entry.etag) return void next.set(entry.name, known);
      const file = await read(entry);
      if (file) next.set(entry.name, { etag: entry.etag, file });
      unbroken += entry.bytes;
      if (unbroken < turnBytes) return;
      unbroken = 0;
      await new Promise((resolve) => setImmediate(resolve));
    });
    parsed = next;
    return stored.flatMap(({ name }) => {
      if (next.has(name)) return next.get(name)!.file;
      const { files: most, allBytes } = ruleFileLimits;
      const reason = `is beyond ${most} files or ${allBytes} bytes, which are used in the order of their names`;
      return used.some((one) => one.name === name) ? [] : tooMuch(name, reason);
    });
  }

  async function load(): Promise<UserRules> {
    const [stored, switches] = await Promise.all([ports.ruleFiles.list(), ports.ruleSwitches.get()]);
    const version = JSON.stringify([stored.map(({ name, etag }) => [name, etag]), switches?._etag ?? '']);
    if (last?.version === version) return last;
    const set = compile(await files(stored));
    const disabled = new Set((switches?.disabled ?? []).map(({ ruleId }) => ruleId));
    last = { ...set, version, stored, disabled };
    return last;
  }

  return {
    load: () => againOnConflict(load),
    async with(name, text) {
      const stored = await ports.ruleFiles.list();
      const others = (await files(stored)).filter((file) => file.name !== name);
      const all = text === undefined ? others : [...others, parseRuleFile(name, text)];
      return compile(all.sort((a, b) => (a.name < b.name ? -1 : 1)));
    },
  };
}

/** A file was replaced between the list and its reading: the next list names the new version. */
async function againOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return attempt();
  }
}

function withinLimits(stored: RuleFile[]): RuleFile[] {
  let left: number = ruleFileLimits.allBytes;
  return stored.slice(0, ruleFileLimits.files).filter(({ bytes }) => {
    if (bytes > left) return false;
    left -= Math.min(bytes, ruleFileLimits.fileBytes);
    return true;
  });
}

const tooMuch = (name: string, reason: string): ParsedRuleFile => ({
  name,
  documents: [],
  faults: [`${name}: ${reason}`],
});
