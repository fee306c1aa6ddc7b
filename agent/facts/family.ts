import type { MachineFacts } from '../../shared/model/machineFacts';
import type { MachineRoot } from '../machineRoot';

/** What one family of facts found. What it could not read it names in `unreadable`: `part` or `part.detail` to the reason. */
export interface FoundFacts {
  facts: Partial<MachineFacts>;
  unreadable?: Record<string, string>;
}

/** Reads one family of facts; throws when the whole part cannot be read. */
export type FactFamily = (root: MachineRoot) => FoundFacts | Promise<FoundFacts>;
