import type { MachineRoot } from '../machineRoot';
import { parseKeyValueLines } from '../parse/keyValueLines';
import { parsePam } from '../parse/pamLine';
import type { FoundFacts } from './family';
import { glob } from './glob';

/** What login.defs(5) says of passwords. */
const loginKeys = new Set([
  'PASS_MAX_DAYS',
  'PASS_MIN_DAYS',
  'PASS_WARN_AGE',
  'PASS_MIN_LEN',
  'ENCRYPT_METHOD',
  'SHA_CRYPT_MIN_ROUNDS',
  'YESCRYPT_COST_FACTOR',
  'LOGIN_RETRIES',
  'UMASK',
]);

/** Included by the files of the single services: of Debian, of Red Hat, of SUSE. */
const pamFiles = ['common-auth', 'common-password', 'system-auth', 'password-auth', 'common-auth-pc'];

/** Settings as they stand in the files; what they come to is for others to judge. */
export function readPasswordPolicy(root: MachineRoot): FoundFacts {
  const pam = pamFiles
    .map((name) => `/etc/pam.d/${name}`)
    .filter((file) => root.exists(file))
    .flatMap((file) => parsePam(root.read(file)).map((line) => ({ file, ...line })))
    .filter(({ type }) => type === 'auth' || type === 'password');
  const login = Object.entries(parseKeyValueLines(root.read('/etc/login.defs')));
  return {
    facts: {
      passwordPolicy: {
        loginDefs: Object.fromEntries(login.filter(([key]) => loginKeys.has(key))),
        pwquality: settingsOf(root, ['/etc/security/pwquality.conf', '/etc/security/pwquality.conf.d/*.conf']),
        faillock: settingsOf(root, ['/etc/security/faillock.conf']),
        pam,
      },
    },
  };
}

/** A later file wins over an earlier one. */
function settingsOf(root: MachineRoot, patterns: string[]): Record<string, string> {
  const files = patterns.flatMap((pattern) => glob(root, pattern));
  return Object.assign({}, ...files.map((file) => parseKeyValueLines(root.read(file)))) as Record<string, string>;
}
