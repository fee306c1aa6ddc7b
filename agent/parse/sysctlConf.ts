/** Lines of sysctl.conf(5), in order: dotted key (`*` allowed) and value. `-key` means: ignore errors. */
export function parseSysctlConf(text: string): [key: string, value: string][] {
  return text
    .split('\n')
    .filter((line) => !/^\s*[#;]/.test(line))
    .map((line) => /^\s*-?([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [dotted(match[1]!), match[2]!]);
}

/** Keys may be written with slashes when the first separator is one. */
function dotted(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  return first === '/' ? key.replaceAll('/', '.') : key;
}
