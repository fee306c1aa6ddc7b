import { agentDeploymentKey } from '../../core/documentIds';
import type { CloudName } from '../../core/ingest/door/clouds';
import { signOnboardingToken } from '../../core/ingest/door/onboardingToken';
import { type System, systemOf } from '../../core/posture/checks/machine';
import {
  begun,
  closed,
  isOpen,
  mayPass,
  nextStep,
  postponed,
  secondsUntilDue,
} from '../../core/provisioning/deploymentSteps';
import { installRequest, runCommandId, runCommandVersion } from '../../core/provisioning/installRequest';
import type { AgentDeployment, AgentDeploymentDocument } from '../../model/agentDeployment';
import type { ResourceDocument } from '../../model/documents/resources';
import { machineFactsType } from '../../model/machineFacts';
import { parseResourceId } from '../../model/resourceId';
import { windowsStateType } from '../../model/windowsState';
import { ArmOverdue, ArmRefused } from '../ports/resourceManager';
import { Conflict } from '../ports/portErrors';
import type { Ports } from '../ports';
import type { Home } from '../saveSnapshots';

/** What an installation takes beside the ports. */
export interface AgentInstaller {
  /** Signs onboarding tokens. */
  pageKey: Uint8Array;
  /** Where machines reach the API, without a trailing slash. */
  url: string;
  cloud: CloudName;
  /** A new GUID. */
  newId: () => string;
}

export type DeployPorts = Pick<
  Ports,
  'now' | 'provisioning' | 'resources' | 'workspaces' | 'installedFiles' | 'resourceManager' | 'work' | 'log'
>;

/** Of one attempt; the doors' own limit is 10 minutes. */
const attemptMs = 240_000;
/** A machine that is slow to start its command still finds the token valid. */
const tokenMinutes = 120;
/** Closed tasks are kept as runs are. */
const closedSeconds = 31 * 24 * 3_600;
const maxMessage = 500;

type Reason = NonNullable<AgentDeployment['reason']>;
const needless = (code: string, message: string): Reason => ({ code, message });

/**
 * Brings the collector to one machine, if that is switched on and still needed: one task per machine, in attempts. Whatever is asked
 * for again while the task is open, or right after it ended, starts nothing. What may pass is tried again, later and later.
 */
export async function deployAgent(
  ports: DeployPorts,
  home: Home,
  installer: AgentInstaller,
  machineId: string,
): Promise<{ deployment: AgentDeployment['state'] | 'none' }> {
  const stored = await ports.provisioning.deployment(machineId);
  const kept = stored?.deployment;
  const need = await needOf(ports, machineId);
  if ('code' in need) return end(ports, stored, need);

  const now = ports.now();
  const step = nextStep(kept, now);
  // Whoever runs it may have died: then this message is all that is left of it.
  if (step === 'later') await ports.work.send({ kind: 'deployAgent', machineId }, secondsUntilDue(kept!, now));
  if (step !== 'run') return { deployment: kept!.state };

  const mine = await claim(ports, home, stored, begun(kept, need.document.resource.id, now));
  if (!mine) return { deployment: 'running' };
  const result = await attempt(ports, home, installer, need, mine.deployment);
  // First the message, then the state: a crash between both costs an early look.
  if (result.state === 'waiting')
    await ports.work.send({ kind: 'deployAgent', machineId }, secondsUntilDue(result, ports.now()));
  await save(ports, mine, result);
  const { state, attempts, reason } = result;
  ports.log.info('an attempt to deploy the agent ended', { machineId, state, attempts, ...reason });
  return { deployment: state };
}

type Need = Reason | { document: ResourceDocument; system: System };

/** The machine, or why it needs nothing. */
async function needOf(ports: DeployPorts, machineId: string): Promise<Need> {
  const { subscriptionId, rootId, id } = parseResourceId(machineId);
  const setting = await ports.provisioning.setting(subscriptionId);
  if (setting?.autoProvision !== 'On') return needless('SwitchedOff', 'Auto-provisioning is off in this subscription.');
  const document = await ports.resources.get(id);
  if (!document) return needless('MachineRemoved', 'The machine is not in the inventory any more.');
  const facts = await ports.resources.lastSeen([{ subscriptionId, rootId }], [machineFactsType, windowsStateType]);
  if (facts.length > 0) return needless('AgentReports', 'The agent of this machine sends facts.');
  const system = systemOf(document.resource);
  if (!system || !runCommandVersion(document.resource) || document.resource.location === undefined)
    return needless('NotSupported', 'The inventory does not tell the operating system or region of this machine.');
  return { document, system };
}

async function end(
  ports: DeployPorts,
  stored: AgentDeploymentDocument | undefined,
  reason: Reason,
): Promise<{ deployment: AgentDeployment['state'] | 'none' }> {
  if (!stored || !isOpen(stored.deployment)) return { deployment: stored?.deployment.state ?? 'none' };
  const state = reason.code === 'AgentReports' ? 'succeeded' : 'cancelled';
  try {
    await save(ports, stored, closed(stored.deployment, state, ports.now(), reason));
  } catch (error) {
    // Whoever runs it saw the same, or sees it next time.
    if (!(error instanceof Conflict)) throw error;
  }
  return { deployment: state };
}

async function claim(
  ports: DeployPorts,
  home: Home,
  stored: AgentDeploymentDocument | undefined,
  deployment: AgentDeployment,
): Promise<AgentDeploymentDocument | undefined> {
  const key = agentDeploymentKey(parseResourceId(deployment.machineId).id);
  const fresh = { kind: 'agentDeployment', ...key, workspaceId: stored?.workspaceId ?? home.workspaceId } as const;
  try {
    return await ports.provisioning.saveDeployment({
      ...fresh,
      deployment,
      ...(stored?._etag && { _etag: stored._etag }),
    });
  } catch (error) {
    if (error instanceof Conflict) return undefined;
    throw error;
  }
}

async function save(ports: DeployPorts, document: AgentDeploymentDocument, deployment: AgentDeployment): Promise<void> {
  const { ttl: _, ...rest } = document;
  await ports.provisioning.saveDeployment({
    ...rest,
    deployment,
    ...(!isOpen(deployment) && { ttl: closedSeconds }),
  });
}

async function attempt(
  ports: DeployPorts,
  home: Home,
  installer: AgentInstaller,
  { document, system }: Exclude<Need, Reason>,
  deployment: AgentDeployment,
): Promise<AgentDeployment> {
  const deadline = new Date(ports.now().getTime() + attemptMs);
  const { resource } = document;
  try {
    if (deployment.reason?.code === 'Overdue' && (await isUnderWay(ports, document, deadline)))
      return postponed(deployment, ports.now(), { code: 'Overdue', message: 'The command still runs on the machine.' });
    const request = installRequest(resource, system, await installation(ports, home, installer, resource.id, system));
    await ports.resourceManager.write(request!, deadline);
    return closed(deployment, 'succeeded', ports.now());
  } catch (error) {
    if (error instanceof ArmOverdue)
      return postponed(deployment, ports.now(), { code: 'Overdue', message: error.message.slice(0, maxMessage) });
    if (!(error instanceof ArmRefused)) throw error;
    const reason = { code: error.code, message: error.message.slice(0, maxMessage) };
    if (error.status === 404) return closed(deployment, 'cancelled', ports.now(), reason);
    return mayPass(error.status)
      ? postponed(deployment, ports.now(), reason)
      : closed(deployment, 'failed', ports.now(), reason);
  }
}

/** Whether the command of the last attempt, which was not over in time, still runs. */
async function isUnderWay(ports: DeployPorts, { resource }: ResourceDocument, deadline: Date): Promise<boolean> {
  const found = await ports.resourceManager.read(runCommandId(resource.id), runCommandVersion(resource)!, deadline);
  const { provisioningState } = (found?.['properties'] ?? {}) as { provisioningState?: unknown };
  return typeof provisioningState === 'string' && /^(creating|updating)$/i.test(provisioningState);
}

async function installation(
  ports: DeployPorts,
  home: Home,
  { url, cloud, pageKey, newId }: AgentInstaller,
  machineId: string,
  system: System,
) {
  const { subscriptionId, id } = parseResourceId(machineId);
  const [settled] = await ports.workspaces.machines(subscriptionId, [id]);
  const workspaceId = settled?.workspaceId ?? home.workspaceId;
  const expires = Math.floor(ports.now().getTime() / 1_000) + tokenMinutes * 60;
  const { sha256 } = await ports.installedFiles.read(system === 'Linux' ? 'install.sh' : 'Skywarden.ps1');
  return { url, cloud, sha256, token: signOnboardingToken(pageKey, { id: newId(), workspaceId, expires }) };
}
