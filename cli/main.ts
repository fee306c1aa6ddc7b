import { Rejected } from '../shared/model/rejected';
import { commands } from './commands.generated';
import { usageOf } from './usage';

async function main([name = '', ...args]: string[]): Promise<number> {
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const usage = usageOf(commands);
    console.error(name === '' || name === '--help' ? usage : `Unknown command '${name}'\n${usage}`);
    return name === '--help' ? 0 : 2;
  }
  try {
    return (await command.run(args)) ?? 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return error instanceof Rejected ? 2 : 1;
  }
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
