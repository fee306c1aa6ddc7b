import type { Json } from '../../../../model/json';
import type { LogSource } from '../../../../model/telemetryEvent';

/** How rules written for one log source meet our events: data, one file per product. */
export interface Pipeline {
  /** Rules whose log source has all of these parts. */
  rule: LogSource;
  /** Log sources whose events are asked, any of them; without it those that have the rule's own parts. */
  events?: LogSource[];
  /** A selection that the event has to meet besides. */
  where?: { [field: string]: Json };
  /**
   * Names of the record for a field of the rule (lower case), in the order in which they are tried. The rule's own name goes
   * first unless it stands in the list.
   */
  fields?: Record<string, readonly string[]>;
}
