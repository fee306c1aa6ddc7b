import { start } from './start';
import { readOptions, usage } from './options';
import { runPart } from './part';
import { startAppHost, type HostSettings } from './hostPart';
import { startServices, type ServicesSettings } from './servicesPart';

const [flag, part] = process.argv.slice(2);

if (flag === '--part' && part === 'services') {
  runPart((settings) => startServices(settings as ServicesSettings));
} else if (flag === '--part' && part === 'host') {
  runPart((settings, tell) => startAppHost(settings as HostSettings, tell));
} else {
  void main();
}

async function main(): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === 'help') return console.log(usage);
    process.exitCode = await start(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
  // Sockets of the SDKs may linger for half a minute: what had to be kept is kept by now.
  process.exit();
}
