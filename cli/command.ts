/** A command of `skywarden`. It registers by its file in cli/commands, which has its name. */
export interface Command {
  name: string;
  /** What stands behind the name, as the usage shows it. */
  operands?: string;
  /** One line of the usage. */
  summary: string;
  /** Answers the exit code, none for 0. Throws Rejected for wrong use; everything else that it throws is a failure. */
  run: (args: string[]) => Promise<number | void>;
}
