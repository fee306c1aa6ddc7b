import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Rejected } from '../shared/model/rejected';

/** The options and operands of a command. Throws Rejected for one that it does not have, with how it is used. */
export function readOptions<const Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new Rejected('InvalidArguments', `${error instanceof Error ? error.message : String(error)}\n${usage}`, {
      cause: error,
    });
  }
}
