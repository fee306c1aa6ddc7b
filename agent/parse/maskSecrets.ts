const mask = '***';

/** Names whose value is a secret, as they end or begin in options, variables, headers and connection strings. */
const secretWord =
  '(?:passw(?:or)?d|passphrase|pwd|pass|secret|token|credentials?|(?:api|account|access|private|client)[_-]?key|(?<![a-z])sig(?![a-z]))[\\w.-]{0,40}';

/** Bounded, so that a long word costs linear time. */
const option = `--?[\\w.-]{0,40}${secretWord}`;
const secretOption = new RegExp(`^${option}$`, 'i');
const optionInText = new RegExp(`((?:^|\\s)${option}\\s+)("[^"]*"|'[^']*'|[^\\s"']+)`, 'gi');
const assigned = new RegExp(`(${secretWord}["']?\\s{0,3}(?:=|:(?!//))\\s{0,3})("[^"]*"|'[^']*'|[^\\s&;,"']+)`, 'gi');
const userInfo = /(\w:\/\/[^\s:/@]*:)[^\s@]+@/g;
const authorization = /\b(bearer|basic|sharedaccesssignature)(\s+)[^\s"']{6,}/gi;
const wellKnownToken = /\beyJ[\w-]{10,}\.[\w-]+(?:\.[\w-]*)?|\bgh[pousr]_\w{20,}|\bxox[abprs]-[\w-]{10,}/g;
/** Short options of programs that take a password: `mysql -pSECRET`, `sshpass -p SECRET`, `redis-cli -a SECRET`. */
const shortOptions: [program: RegExp, option: RegExp][] = [
  [/\b(?:mysql|mariadb)[\w-]*\b/, /((?:^|\s)-p)(?=\S)(\S+)/g],
  [/\bsshpass\b/, /((?:^|\s)-p\s*)(\S+)/g],
  [/\bmongo\w*\b/, /((?:^|\s)-p\s*)(\S+)/g],
  [/\bredis-cli\b/, /((?:^|\s)-a\s*)(\S+)/g],
  [/\bcurl\b/, /((?:^|\s)(?:-u|--user|-U|--proxy-user)\s*=?\s*[^\s:]+:)(\S+)/g],
];

/** Text without the values of passwords, keys and tokens it may hold. What is not recognised stays: this lowers the risk, no more. */
export function maskText(text: string): string {
  const masked = text
    .replace(userInfo, `$1${mask}@`)
    .replace(authorization, `$1$2${mask}`)
    .replace(wellKnownToken, mask)
    .replace(optionInText, `$1${mask}`)
    .replace(assigned, `$1${mask}`);
  return shortOptions.reduce(
    (result, [program, option]) => (program.test(text) ? result.replace(option, `$1${mask}`) : result),
    masked,
  );
}

/** A command line from its arguments; an argument that follows `--password` and the like is masked whole. */
export function maskCommandLine(argv: string[]): string {
  const masked = argv.map((argument, at) => {
    const option = argv[at - 1];
    return option !== undefined && secretOption.test(option) && !argument.startsWith('--') ? mask : argument;
  });
  return maskText(masked.join(' '));
}
