import type { CloudName } from './clouds';

export const onboardingScheme = 'SKYWARDEN-ONBOARDING';

export interface OnboardingCommand {
  /** Where machines reach the API, without a trailing slash. */
  url: string;
  /** Itself, or the name of the variable that holds it where the command runs. */
  token: string | { variable: string };
  /** SHA-256 of the installer in hex: it names the hashes of what it installs. */
  sha256: string;
  cloud: CloudName;
  /** The machine itself, or the resource group in which it takes its host name. */
  resource: { id: string } | { group: string };
  /** Installs below this folder, without root. */
  prefix?: string | undefined;
  /** Runs as root already: `sudo` need not be there. */
  asRoot?: boolean;
}

/**
 * One line for a POSIX shell: fetches the installer, compares its hash, runs it. The token goes through files that only their owner
 * may read, so that no list of processes shows it.
 */
export function linuxCommand({ url, token, sha256, cloud, resource, prefix, asRoot }: OnboardingCommand): string {
  const secure = url.startsWith('https:') ? " --proto '=https' --tlsv1.2" : '';
  const target = 'id' in resource ? `--resource-id ${sh(resource.id)}` : `--resource-group ${sh(resource.group)}`;
  const place = prefix === undefined ? '' : ` --prefix ${sh(prefix)}`;
  const steps = [
    'set -e',
    'd=$(mktemp -d)',
    `trap 'rm -rf "$d"' EXIT`,
    `printf 'Authorization: ${onboardingScheme} %s' ${typeof token === 'string' ? sh(token) : `"$${token.variable}"`} > "$d/authorization"`,
    `curl -fsS${secure} -H @"$d/authorization" -o "$d/install.sh" ${sh(`${url}/api/v1/onboarding/files/install.sh`)}`,
    `echo '${sha256}  '"$d/install.sh" | sha256sum -c --status - || { echo '${changed('install.sh')}' >&2; exit 1; }`,
    `${prefix === undefined && !asRoot ? 'sudo ' : ''}sh "$d/install.sh" --url ${sh(url)} --authorization "$d/authorization" --cloud ${cloud} ${target}${place}`,
  ];
  return `(${steps.join('; ')})`;
}

const changed = (file: string): string => `${file} is not what this command was made for: ask for a new command`;

/** For Windows PowerShell 5.1 and PowerShell 7, started as administrator. */
export function windowsCommand({ url, token, sha256, cloud, resource }: OnboardingCommand): string {
  const target = 'id' in resource ? `-ResourceId ${ps(resource.id)}` : `-ResourceGroup ${ps(resource.group)}`;
  return [
    `$ErrorActionPreference = 'Stop'`,
    '[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12',
    `$t = ${typeof token === 'string' ? ps(token) : `$${token.variable}`}`,
    `$f = Join-Path ([IO.Path]::GetTempPath()) 'Skywarden.ps1'`,
    `Invoke-WebRequest -UseBasicParsing -Headers @{ Authorization = "${onboardingScheme} $t" } -Uri ${ps(`${url}/api/v1/onboarding/files/Skywarden.ps1`)} -OutFile $f`,
    `if ((Get-FileHash -Algorithm SHA256 $f).Hash -ne '${sha256.toUpperCase()}') { Remove-Item $f; throw '${changed('Skywarden.ps1')}' }`,
    `Set-ExecutionPolicy -Scope Process Bypass -Force`,
    `& $f -Install -Url ${ps(url)} -Token $t -Cloud ${cloud} ${target}`,
    'Remove-Item $f',
  ].join('; ');
}

const sh = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const ps = (text: string): string => `'${text.replaceAll("'", "''")}'`;
