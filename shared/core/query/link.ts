import type { Budget } from './budget';
import type { Row, Schema } from './schema';
import type { Stage } from './stage';

/** What a run of a query has beside its rows. */
export interface Running {
  budget: Budget;
  /** Rows of the right side, when the query joins. */
  right: Row[];
  /** Rows that earlier pages of a streamed query answered. */
  taken: number;
}

/** Builds one step of a query before the step that takes its rows. */
export type Link = (running: Running, next: Stage) => Stage;

/** A compiled operator; the schema behind it is given when it is another. */
export interface Compiled {
  link: Link;
  schema?: Schema;
}
