import type { RunDocument } from '../../model/documents/runs';
import type { Listed, ListOptions } from './listed';

export interface RunStore {
  save(run: RunDocument): Promise<void>;
  /** Newest first; all of them, or those of one status. */
  list(
    automationId: string,
    options: ListOptions & { status?: RunDocument['status'] | undefined },
  ): Promise<Listed<RunDocument>>;
  get(automationId: string, day: string, id: string): Promise<RunDocument | undefined>;
  /** Replaces the version that was read. Throws Conflict. */
  replace(run: RunDocument): Promise<void>;
}
