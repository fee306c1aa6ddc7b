import type { HubBatch, HubMessage } from '../core/ingest/hubMessages';
import { recordMappings } from '../core/ingest/mapping/recordMapping';
import type { MappingsOf } from '../core/ingest/readBatch';
import type { RecordMapping } from '../core/ingest/source';
import { machineIdOf } from '../core/workspace/machine';
import type { TrustedWorkspace } from './pageLanes';
import type { Ports } from './ports';
import type { WorkspaceDirectory } from './workspaceDirectory';

/** As long as workspaces are kept: a changed mapping is in use everywhere after that. */
const keepMs = 30_000;

export interface MappingDirectory {
  /** Whose mappings read which message; undefined while there is not one mapping, which costs nothing for any record. */
  mappingsOf(batch: HubBatch): Promise<MappingsOf | undefined>;
}

/** Reads the mappings of all workspaces with one question, and keeps them for half a minute. */
export function createMappingDirectory(
  ports: Pick<Ports, 'sourceMappings' | 'now'>,
  workspaces: WorkspaceDirectory,
  trustedOf: TrustedWorkspace | undefined,
): MappingDirectory {
  let kept: { until: number; known: Promise<Map<string, RecordMapping[]>> } | undefined;

  async function read(): Promise<Map<string, RecordMapping[]>> {
    const documents = await ports.sourceMappings.list();
    const ids = new Set(documents.map(({ workspaceId }) => workspaceId));
    const of = (id: string) => documents.filter(({ workspaceId }) => workspaceId === id).map(({ mapping }) => mapping);
    return new Map([...ids].map((id) => [id, recordMappings(of(id))]));
  }

  function known(): Promise<Map<string, RecordMapping[]>> {
    const now = ports.now().getTime();
    if (kept && now < kept.until) return kept.known;
    const reading = read();
    kept = { until: now + keepMs, known: reading };
    reading.catch(() => (kept = undefined));
    return reading;
  }

  return {
    async mappingsOf({ messages }) {
      const mappings = await known();
      if (mappings.size === 0) return undefined;
      const settled = await workspaces.known();
      await workspaces.learn(
        messages
          .map(resourceIdOf)
          .map(machineIdOf)
          .filter((id) => id !== undefined),
      );
      return (message) => {
        const trusted = trustedOf?.(message);
        const resourceId = resourceIdOf(message);
        const workspaceId =
          trusted === undefined
            ? settled.at(resourceId, machineIdOf(resourceId), message.enqueuedAt)
            : (settled.find(trusted)?.id ?? trusted.toLowerCase());
        return mappings.get(workspaceId);
      };
    },
  };
}

/** Whom the message speaks for; what its records say of themselves is not read yet. */
const resourceIdOf = ({ properties }: HubMessage): string =>
  typeof properties['resourceId'] === 'string' ? properties['resourceId'] : '';
