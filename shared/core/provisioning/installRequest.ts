import type { Resource } from '../../model/resource';
import type { CloudName } from '../ingest/door/clouds';
import { linuxCommand, windowsCommand } from '../ingest/door/onboardingCommand';
import type { ArmRequest } from '../posture/recommendation';
import type { System } from '../posture/checks/machine';

/** What a machine is told. */
export interface Installation {
  /** Where machines reach the API, without a trailing slash. */
  url: string;
  cloud: CloudName;
  /** SHA-256 of the installer of the system, in hex. */
  sha256: string;
  /** An onboarding token. */
  token: string;
}

/** Managed run commands: of virtual machines, and of machines connected by Arc. */
const apiVersions: Record<string, string> = {
  'microsoft.compute/virtualmachines': '2024-07-01',
  'microsoft.hybridcompute/machines': '2024-07-31-preview',
};

/** One name, so that an attempt replaces the one before it. */
const commandName = 'SkywardenAgent';
const tokenName = 'SKYWARDEN_TOKEN';

export const runCommandId = (machineId: string): string => `${machineId}/runCommands/${commandName}`;
export const runCommandVersion = ({ type }: Pick<Resource, 'type'>): string | undefined =>
  apiVersions[type.toLowerCase()];

/**
 * The request that installs the collector by a managed run command; undefined where there is no such thing. The token is a protected
 * parameter, which Azure never shows again: the handler of run commands gives it to scripts of Linux in the environment, to those of
 * Windows as a parameter.
 */
export function installRequest(machine: Resource, system: System, installation: Installation): ArmRequest | undefined {
  const apiVersion = runCommandVersion(machine);
  if (apiVersion === undefined || machine.location === undefined) return undefined;
  const { url, cloud, sha256, token } = installation;
  const about = { url, cloud, sha256, token: { variable: tokenName }, resource: { id: machine.id } };
  const script =
    system === 'Linux'
      ? linuxCommand({ ...about, asRoot: true })
      : `param([string]$${tokenName})\n${windowsCommand(about)}`;
  return {
    method: 'PUT',
    path: runCommandId(machine.id),
    apiVersion,
    body: {
      location: machine.location,
      properties: {
        source: { script },
        protectedParameters: [{ name: tokenName, value: token }],
        asyncExecution: false,
        timeoutInSeconds: 600,
        treatFailureAsDeploymentFailure: true,
      },
    },
  };
}
