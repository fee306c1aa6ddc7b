import { standardOfPolicySet } from '../core/posture/compliance/standardOfPolicySet';
import type { PolicyDefinitionProperties, PolicySetDefinitionProperties } from '../model/policy';
import { Rejected } from '../model/rejected';
import type { Standard } from '../model/standard';
import { eachOf } from './eachOf';
import type { Ports } from './ports';

const width = 16;

/** An initiative that is kept as a policy, as a standard. Throws Rejected when it is not there. */
export async function standardOfStored(
  ports: Pick<Ports, 'policies'>,
  name: string,
  policySetDefinitionId: string,
): Promise<Standard> {
  const found = await ports.policies.get(policySetDefinitionId);
  if (found?.kind !== 'policySetDefinition')
    throw new Rejected('UnknownInitiative', 'This initiative is not known here: import it first, or send it whole');
  const { properties, resourceId } = found;
  return standardOfPolicySet(name, { id: resourceId, properties, manual: await manualMembers(ports, properties) });
}

/** Members that people attest. Of definitions that are not kept here nobody knows: what judges them, if anything, decides. */
async function manualMembers(
  ports: Pick<Ports, 'policies'>,
  { policyDefinitions }: PolicySetDefinitionProperties,
): Promise<Set<string>> {
  const ids = new Set(policyDefinitions.map((member) => member.policyDefinitionId.toLowerCase()));
  const manual = new Set<string>();
  await eachOf([...ids], width, async (id) => {
    const found = await ports.policies.get(id);
    if (found?.kind === 'policyDefinition' && isManual(found.properties)) manual.add(found.resourceId.toLowerCase());
  });
  return manual;
}

/** Its effect is Manual, or a parameter whose default is. */
function isManual({ policyRule, parameters }: PolicyDefinitionProperties): boolean {
  const then = policyRule['then'];
  const effect = typeof then === 'object' && then !== null && !Array.isArray(then) ? then['effect'] : undefined;
  if (typeof effect !== 'string') return false;
  const parameter = /^\[\s*parameters\('([^']+)'\)\s*\]$/i.exec(effect)?.[1];
  const value = parameter === undefined ? effect : parameters?.[parameter]?.['defaultValue'];
  return typeof value === 'string' && value.toLowerCase() === 'manual';
}
