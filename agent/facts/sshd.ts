import type { MachineRoot } from '../machineRoot';
import { parseSshdLine, type SshdDirective } from '../parse/sshdLine';
import type { FoundFacts } from './family';
import { glob } from './glob';

const programs = ['/usr/sbin/sshd', '/usr/bin/sshd', '/usr/local/sbin/sshd', '/run/current-system/sw/bin/sshd'];
const mainFile = '/etc/ssh/sshd_config';

/** SERVCONF_MAX_DEPTH of OpenSSH; the number of files is our own bound. */
const deepestInclude = 16;
const mostFiles = 256;

/**
 * Settings as sshd reads them: keyword to values in file order, included files in their place. sshd takes the first
 * value of a keyword, or all of them for those that add up (Port, ListenAddress, AllowUsers ...). What stands under a
 * `Match` is not global: it is kept under `match <criteria> <keyword>`. Options given to sshd at its start are not seen.
 */
export function readSshd(root: MachineRoot): FoundFacts {
  const installed = programs.some((program) => root.exists(program));
  if (!installed && !root.exists(mainFile)) return { facts: { sshd: { installed, settings: {} } } };
  const settings = root.exists(mainFile) ? readSettings(root) : {};
  return { facts: { sshd: { installed, settings } } };
}

function readSettings(root: MachineRoot): Record<string, string[]> {
  const settings = new Map<string, string[]>();
  let files = 0;

  const readFile = (file: string, depth: number, condition: string) => {
    files += 1;
    if (depth > deepestInclude || files > mostFiles) throw new Error(`too many included files: ${file}`);
    let scope = condition;
    for (const line of root.read(file).split('\n')) {
      const directive = parseSshdLine(line);
      if (directive === undefined) continue;
      // A Match in an included file ends with that file; `Match all` ends the conditions of the blocks before it.
      if (directive.keyword === 'match') scope = `${condition}${criteriaOf(directive)}`;
      else if (directive.keyword === 'include')
        for (const next of included(root, directive)) readFile(next, depth + 1, scope);
      else keep(`${scope}${directive.keyword}`, directive.arguments.join(' '));
    }
  };
  const keep = (key: string, value: string) => settings.set(key, [...(settings.get(key) ?? []), value]);

  readFile(mainFile, 0, '');
  return Object.fromEntries(settings);
}

function criteriaOf({ arguments: criteria }: SshdDirective): string {
  return criteria.length === 1 && criteria[0]!.toLowerCase() === 'all' ? '' : `match ${criteria.join(' ')} `;
}

/** Patterns without a leading slash are meant below /etc/ssh. */
function included(root: MachineRoot, directive: SshdDirective): string[] {
  return directive.arguments.flatMap((pattern) =>
    glob(root, pattern.startsWith('/') ? pattern : `/etc/ssh/${pattern}`),
  );
}
