import { startAppHost, type HostSettings } from '../../local/start/hostPart';
import { runPart } from '../../local/start/part';
import { startServices, type ServicesSettings } from '../../local/start/servicesPart';
import { bench } from './bench';
import { readBenchOptions, usage } from './benchOptions';
import { startSender, type SenderSettings } from './sender';

const [flag, part] = process.argv.slice(2);

if (flag === '--part' && part === 'services') {
  runPart((settings) => startServices(settings as ServicesSettings));
} else if (flag === '--part' && part === 'host') {
  runPart((settings, tell) => startAppHost(settings as HostSettings, tell));
} else if (flag === '--part' && part === 'sender') {
  runPart((settings) => startSender(settings as SenderSettings));
} else {
  void main();
}

async function main(): Promise<void> {
  try {
    const options = readBenchOptions(process.argv.slice(2));
    if (options === 'help') return console.log(usage);
    console.log(await bench(options));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
  // Sockets of the SDKs may linger for half a minute.
  process.exit();
}
