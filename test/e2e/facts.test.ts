import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineFolder, netTable, processFiles } from '../agent/machineFolder';
import { armSecurity } from './support/armSecurity';
import { newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { until } from './support/until';

interface Assessment {
  displayName: string;
  status: { code: string; cause?: string };
}
interface Control {
  displayName: string;
  current: number;
  max: number;
}

const sshKeys = 'Authentication to Linux machines should require SSH keys';

async function verdict(platform: RunningPlatform, displayName: string): Promise<string | undefined> {
  const assessments = await armSecurity<Assessment>(platform, 'assessments');
  return assessments.find((assessment) => assessment.displayName === displayName)?.status.code;
}

async function control(platform: RunningPlatform, displayName: string): Promise<Control | undefined> {
  return (await armSecurity<Control>(platform, 'controls')).find((candidate) => candidate.displayName === displayName);
}

describe('facts of a machine below another root', () => {
  let root: string;
  let platform: RunningPlatform;

  beforeAll(async () => {
    root = machineFolder({
      '/etc/os-release': 'ID=debian\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n',
      '/etc/hostname': 'web-9\n',
      '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n',
      '/etc/group': 'root:x:0:\n',
      '/etc/ssh/sshd_config': 'UsePAM yes\nKbdInteractiveAuthentication no\n#PasswordAuthentication\n',
      '/usr/sbin/sshd': '',
      '/proc/sys/kernel/osrelease': '6.1.0-test\n',
      ...processFiles(42, 'redis-server', ['/usr/bin/redis-server'], [777]),
      '/proc/net/tcp': netTable(['0100007F:18EB', '0A', 777]),
      '/proc/net/tcp6': netTable(),
      '/proc/net/udp': netTable(),
      '/proc/net/udp6': netTable(),
    });
    platform = await startPlatform(await newPlace(), ['--root', root, '--interval', '5']);
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('change the verdict and the score when an sshd line changes', async () => {
    expect(await verdict(platform, sshKeys)).toBe('Unhealthy');
    expect(await control(platform, 'Manage access and permissions')).toMatchObject({ current: 0, max: 4 });
    appendFileSync(join(root, '/etc/ssh/sshd_config'), 'PasswordAuthentication no\n');
    await until('the healthy verdict', async () =>
      (await verdict(platform, sshKeys)) === 'Healthy' ? true : undefined,
    );
    await until('the new score', async () => {
      const found = await control(platform, 'Manage access and permissions');
      return found?.current === 4 ? found : undefined;
    });
  }, 90_000);

  it('change the verdict and the score when a database starts to listen on all addresses', async () => {
    const name = 'Restrict unauthorized network access';
    expect(await control(platform, name)).toMatchObject({ current: 4, max: 4 });
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(root, '/proc/net/tcp'), netTable(['00000000:18EB', '0A', 777]));
    await until('the new score', async () => {
      const found = await control(platform, name);
      return found?.current === 0 ? found : undefined;
    });
  }, 90_000);
});
