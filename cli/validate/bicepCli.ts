import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Rejected } from '../../shared/model/rejected';

const run = promisify(execFile);

/** A build that restores modules of a registry takes its time. */
const timeoutMs = 120_000;
const maxOutput = 64 * 1024 * 1024;

/** How a Bicep file is compiled: the standalone tool, else that of the Azure CLI. */
const tools = (file: string) => {
  const verb = file.toLowerCase().endsWith('.bicepparam') ? 'build-params' : 'build';
  return [
    { command: 'bicep', args: [verb, file, '--stdout'] },
    { command: 'az', args: ['bicep', verb, '--file', file, '--stdout'] },
  ];
};

const missing = (file: string): Rejected =>
  new Rejected(
    'BicepMissing',
    `${file} needs the Bicep CLI, which is not on the PATH. Install it (https://aka.ms/bicep-install, or: az bicep install), ` +
      'or compile first and validate the result: bicep build FILE.bicep',
  );

interface Failure {
  code?: string | number;
  killed?: boolean;
  stderr?: string;
}

/** What the Bicep CLI makes of a file. Throws Rejected where it is missing, refuses the file or does not come to an end. */
export async function compileBicep(file: string, env: NodeJS.ProcessEnv, limitMs = timeoutMs): Promise<string> {
  for (const { command, args } of tools(file)) {
    try {
      const { stdout } = await run(command, args, { env, timeout: limitMs, maxBuffer: maxOutput, windowsHide: true });
      return stdout;
    } catch (error) {
      const { code, killed, stderr = '' } = error as Failure;
      if (code === 'ENOENT') continue;
      if (killed) throw new Rejected('BicepTimeout', `${command} did not compile ${file} within ${limitMs / 1000} s`);
      const said = stderr.trim().slice(0, 4_000);
      // The Azure CLI is there, its Bicep is not.
      if (command === 'az' && /bicep cli not found|az bicep install|'bicep' is misspelled/i.test(said)) break;
      throw new Rejected('BicepFailed', `${command} could not compile ${file}:\n${said}`, { cause: error });
    }
  }
  throw missing(file);
}
