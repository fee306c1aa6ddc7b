import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createPendingUpdates } from '../../../agent/facts/pendingUpdates';
import type { AskProgram } from '../../../agent/facts/updates/askProgram';
import { openMachineRoot, type MachineRoot } from '../../../agent/machineRoot';
import { addFiles, machineFolder, removeMachineFolders } from '../machineFolder';

afterAll(removeMachineFolders);

/** A made-up machine whose programs may be asked. */
const live = (folder: string): MachineRoot => ({ ...openMachineRoot(folder), live: true });

/** Answers by the program and the words among its arguments; remembers what was asked. */
function answering(answers: Record<string, string>) {
  const asked: string[] = [];
  const ask: AskProgram = async (program, argv) => {
    asked.push(`${program} ${argv.join(' ')}`);
    const key = Object.keys(answers).find((words) => words.split(' ').every((word) => argv.includes(word)));
    if (key === undefined) throw new Error(`${program} was asked ${argv.join(' ')}`);
    return answers[key]!;
  };
  return { ask, asked };
}

const pendingOf = async (files: Record<string, string>, ask?: AskProgram) => {
  const { facts, unreadable } = await createPendingUpdates(ask)(live(machineFolder(files)));
  return { ...facts.pendingUpdates, unreadable };
};

const debian = { '/var/lib/dpkg/status': '', '/var/lib/apt/lists/x_Packages': '' };
const simulation = `Inst libc6 [2.36-9] (2.36-10 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64])
Inst bash [5.2.15-2+b8] (5.2.15-2+b13 Debian:12.15/oldstable [amd64]) []
Inst new-dependency (1.0 Debian:12.15/oldstable [amd64])
Conf bash (5.2.15-2+b13 Debian:12.15/oldstable [amd64])
`;

describe('apt', () => {
  test('updates are what apt would install, security archives marked', async () => {
    const { ask, asked } = answering({ '--simulate': simulation });
    expect((await pendingOf(debian, ask)).updates).toEqual([
      { name: 'libc6', installed: '2.36-9', available: '2.36-10', security: true },
      { name: 'bash', installed: '5.2.15-2+b8', available: '5.2.15-2+b13', security: false },
    ]);
    expect(asked).toEqual([expect.stringMatching(/^\/usr\/bin\/apt-get --simulate .* dist-upgrade$/)]);
  });

  test('it is asked again only when packages or lists have changed', async () => {
    const { ask, asked } = answering({ '--simulate': '' });
    const read = createPendingUpdates(ask);
    const folder = machineFolder(debian);
    await read(live(folder));
    await read(live(folder));
    expect(asked).toHaveLength(1);
    appendFileSync(join(folder, 'var/lib/dpkg/status'), 'x');
    utimesSync(join(folder, 'var/lib/dpkg/status'), 1, 1);
    await read(live(folder));
    expect(asked).toHaveLength(2);
  });

  test('without lists updates are unknown, and not none', async () => {
    const found = await pendingOf({ '/var/lib/dpkg/status': '', '/var/lib/apt/lists/lock': '' }, answering({}).ask);
    expect(found).toMatchObject({
      unreadable: { 'pendingUpdates.updates': '/var/lib/apt/lists is empty: run apt-get update' },
    });
    expect(found.updates).toBeUndefined();
  });

  test('below another root it cannot be asked, and the rest is still told', async () => {
    const root = openMachineRoot(machineFolder({ ...debian, '/run/reboot-required': '' }));
    const { facts, unreadable } = await createPendingUpdates()(root);
    expect(facts.pendingUpdates).toEqual({ rebootRequired: true, listsFetchedAt: expect.any(String) as string });
    expect(unreadable).toEqual({ 'pendingUpdates.updates': 'apt can only be asked on its own machine' });
  });

  test('nobody waits for a slow one; its answer comes with the next facts', async () => {
    let answer: (text: string) => void = () => undefined;
    const asked = new Promise<string>((resolve) => (answer = resolve));
    const read = createPendingUpdates(() => asked, 1);
    const root = live(machineFolder(debian));
    const first = await read(root);
    answer(simulation);
    await setImmediate();
    const second = await read(root);
    expect(first.unreadable).toEqual({ 'pendingUpdates.updates': 'apt is still being asked' });
    expect(second.facts.pendingUpdates?.updates).toHaveLength(2);
  });

  test('a missing request for a restart says something only where something would make it', async () => {
    const folder = machineFolder(debian);
    const read = createPendingUpdates(answering({ '--simulate': '' }).ask);
    const rebootRequired = async () => (await read(live(folder))).facts.pendingUpdates?.rebootRequired;
    expect(await rebootRequired()).toBeUndefined();
    addFiles(folder, { '/etc/kernel/postinst.d/unattended-upgrades': '' });
    expect(await rebootRequired()).toBe(false);
  });
});

const rpm = { '/var/lib/rpm/rpmdb.sqlite': '' };
const fedora = { ...rpm, '/usr/bin/dnf': '', '/var/cache/dnf/baseos-0a1b/repodata/repomd.xml': '' };

describe('dnf', () => {
  test('updates come out of its cache, those of a security advisory marked', async () => {
    const { ask, asked } = answering({
      'repoquery --security': 'openssl-libs\t1:3.2.2-6.el9_5.1\n',
      repoquery: 'openssl-libs\t1:3.2.2-6.el9_5.1\n\nopenssl-libs\t1:3.2.2-6.el9_5.1\n\ntzdata\t2025a-1.el9\n\n',
    });
    const found = await pendingOf(fedora, ask);
    expect(found.updates).toEqual([
      { name: 'openssl-libs', available: '1:3.2.2-6.el9_5.1', security: true },
      { name: 'tzdata', available: '2025a-1.el9', security: false },
    ]);
    expect(found.listsFetchedAt).toBeDefined();
    expect(asked.every((text) => text.startsWith('/usr/bin/dnf --cacheonly --quiet repoquery'))).toBe(true);
  });

  test('dnf5 goes before dnf, and its cache is looked at too', async () => {
    const { ask, asked } = answering({ repoquery: '' });
    const files = { ...rpm, '/usr/bin/dnf5': '', '/usr/bin/dnf': '', '/var/cache/libdnf5/fedora-9/repodata/x': '' };
    expect((await pendingOf(files, ask)).updates).toEqual([]);
    expect(asked[0]).toMatch(/^\/usr\/bin\/dnf5 /);
  });

  test('without metadata updates are unknown, and nothing is asked or fetched', async () => {
    const { ask, asked } = answering({});
    const found = await pendingOf({ ...rpm, '/usr/bin/dnf': '', '/var/cache/dnf/x.solv': '' }, ask);
    expect(found.unreadable).toEqual({
      'pendingUpdates.updates': '/var/cache/dnf holds no metadata: run dnf makecache',
    });
    expect(asked).toEqual([]);
  });

  test('one that fails says why, and is not asked again for the same lists', async () => {
    let asked = 0;
    const read = createPendingUpdates(async () => {
      asked += 1;
      throw new Error('Error: Failed to download metadata');
    });
    const root = live(machineFolder(fedora));
    await read(root);
    const { unreadable } = await read(root);
    expect(unreadable).toEqual({ 'pendingUpdates.updates': 'Error: Failed to download metadata' });
    expect(asked).toBe(1);
  });

  test('new metadata, or another set of packages, is a reason to ask again', async () => {
    const { ask, asked } = answering({ repoquery: '' });
    const folder = machineFolder(fedora);
    const read = createPendingUpdates(ask);
    for (const path of ['var/cache/dnf/baseos-0a1b/repodata', 'var/lib/rpm/rpmdb.sqlite']) {
      await read(live(folder));
      utimesSync(join(folder, path), 1, 1);
    }
    await read(live(folder));
    expect(asked).toHaveLength(6);
  });
});

test('yum: words count and not lines, obsolete packages are left out', async () => {
  const all = `
bash.x86_64                        4.2.46-35.el7_9            updates
NetworkManager-config-server-with-a-long-name.noarch
                                   1:1.18.8-2.el7_9           updates
Obsoleting Packages
grub2.x86_64                       1:2.02-0.87.el7_9.14       updates
    grub2.x86_64                   1:2.02-0.65.el7_4.2        @anaconda
`;
  const { ask, asked } = answering({
    '--security check-update': 'bash.x86_64 4.2.46-35.el7_9 updates\n',
    'check-update': all,
  });
  const files = { ...rpm, '/usr/bin/yum': '', '/var/cache/yum/x86_64/7/base/repomd.xml': '' };
  expect((await pendingOf(files, ask)).updates).toEqual([
    { name: 'bash', available: '4.2.46-35.el7_9', security: true },
    { name: 'NetworkManager-config-server-with-a-long-name', available: '1:1.18.8-2.el7_9', security: false },
  ]);
  expect(asked[0]).toBe('/usr/bin/yum -C -q check-update');
});

test('tdnf tells versions, and not what they mend', async () => {
  const { ask } = answering({
    '--cacheonly check-update': 'rpm-devel.x86_64 \t4.11.2-8.ph1 \tphoton\nyum.noarch      \t3.4.3-3.ph1 \tphoton\n',
  });
  const files = { ...rpm, '/usr/bin/tdnf': '', '/var/cache/tdnf/azurelinux-official-base/repodata/repomd.xml': '' };
  expect((await pendingOf(files, ask)).updates).toEqual([
    { name: 'rpm-devel', available: '4.11.2-8.ph1' },
    { name: 'yum', available: '3.4.3-3.ph1' },
  ]);
});

describe('zypper', () => {
  const suse = { ...rpm, '/usr/bin/zypper': '', '/var/cache/zypp/raw/repo-oss/repodata/repomd.xml': '' };
  const stream = (updates: string) =>
    `<?xml version='1.0'?>\n<stream>\n<message type="info">Loading repository data...</message>\n<update-status version="0.6">\n<update-list>\n${updates}</update-list>\n</update-status>\n</stream>\n`;
  const packages = stream(
    '<update kind="package" name="libopenssl3" edition="3.1.4-150600.5.24.1" arch="x86_64" edition-old="3.1.4-150600.5.21.1" >\n  <summary>Secure Sockets &amp; Transport</summary>\n  <source url="https://example.com/" alias="repo-oss"/>\n</update>\n',
  );
  const patches = stream(
    '<update kind="patch" name="openSUSE-SLE-15.6-2025-613" edition="1" arch="noarch" status="needed" category="security" severity="important" pkgmanager="false" restart="false" interactive="false" ></update>\n<update kind="patch" name="other" edition="1" arch="noarch" category="recommended" ></update>\n',
  );

  test('packages, and the patches for security beside them', async () => {
    const { ask, asked } = answering({ 'list-updates': packages, 'list-patches': patches });
    expect((await pendingOf(suse, ask)).updates).toEqual([
      { name: 'libopenssl3', installed: '3.1.4-150600.5.21.1', available: '3.1.4-150600.5.24.1' },
      { name: 'patch:openSUSE-SLE-15.6-2025-613', available: '1', security: true },
    ]);
    expect(asked.every((text) => text.includes('--no-refresh'))).toBe(true);
  });

  test('an answer that is no XML is no empty list', async () => {
    const found = await pendingOf(suse, answering({ 'list-updates': 'System management is locked' }).ask);
    expect(found.unreadable).toEqual({ 'pendingUpdates.updates': 'zypper answered something that is no XML' });
  });

  test('a restart is needed when its file is there, and not needed where something would write it', async () => {
    const { ask } = answering({ 'list-updates': packages, 'list-patches': patches });
    expect((await pendingOf(suse, ask)).rebootRequired).toBeUndefined();
    expect((await pendingOf({ ...suse, '/etc/zypp/needreboot': '' }, ask)).rebootRequired).toBe(false);
    expect((await pendingOf({ ...suse, '/run/reboot-needed': 'reboot' }, ask)).rebootRequired).toBe(true);
  });
});

describe('apk', () => {
  const main = 'http://dl-cdn.alpinelinux.org/alpine/v3.12/main';
  // As apk names its index: warnings about "APKINDEX.2c4ac24e.tar.gz" were common with Alpine 3.12.
  const index = '/var/cache/apk/APKINDEX.2c4ac24e.tar.gz';
  const installed = 'C:Q1x=\nP:musl\nV:1.1.24-r8\nA:x86_64\n\nC:Q1y=\nP:busybox\nV:1.31.1-r16\n\nP:local\nV:9.9\n\n';
  const available =
    'C:Q1=\nP:musl\nV:1.1.24-r10\nA:x86_64\n\nC:Q1=\nP:busybox\nV:1.31.1-r16\n\nC:Q1=\nP:musl\nV:1.1.24-r9\n\nP:zsh\nV:5.8-r1\n\n';

  /** As Alpine makes them: a signature in a compressed member before that with the archive. */
  function addIndex(folder: string, path: string, text: string): void {
    const header = (name: string, size: number) => {
      const block = Buffer.alloc(512);
      block.write(name);
      block.write(size.toString(8).padStart(11, '0'), 124);
      return block;
    };
    const padded = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    padded.write(text);
    const archive = Buffer.concat([header('APKINDEX', text.length), padded, Buffer.alloc(1024)]);
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      Buffer.concat([gzipSync(Buffer.concat([header('.SIGN.RSA.x', 3), Buffer.alloc(512, 'x')])), gzipSync(archive)]),
    );
  }

  const alpine = (repositories: string) =>
    machineFolder({ '/lib/apk/db/installed': installed, '/etc/apk/repositories': repositories });

  test('updates are read of its indexes, also below another root', async () => {
    const folder = alpine(
      `${main}\n@edge ${main.replace('v3.12', 'edge')}\n#http://example.com/off\n/media/cdrom/apks\n`,
    );
    addIndex(folder, index, available);
    const { facts, unreadable } = await createPendingUpdates(answering({}).ask)(openMachineRoot(folder));
    expect(unreadable).toBeUndefined();
    expect(facts.pendingUpdates).toEqual({
      updates: [{ name: 'musl', installed: '1.1.24-r8', available: '1.1.24-r10' }],
      listsFetchedAt: expect.any(String) as string,
    });
  });

  test('with one index missing updates are unknown', async () => {
    const folder = alpine(`${main}\n${main.replace('main', 'community')}/\n`);
    addIndex(folder, index, available);
    const { facts, unreadable } = await createPendingUpdates()(openMachineRoot(folder));
    expect(facts.pendingUpdates?.updates).toBeUndefined();
    expect(unreadable?.['pendingUpdates.updates']).toMatch(/^no index of .*\/community is there: run apk update/);
  });

  test('a damaged index is named, not taken for an empty one', async () => {
    const folder = alpine(`${main}\n`);
    addFiles(folder, { [index]: 'no gzip' });
    const { unreadable } = await createPendingUpdates()(openMachineRoot(folder));
    expect(unreadable?.['pendingUpdates.updates']).toMatch(/header/);
  });
});

test('without a package manager updates are unknown', async () => {
  const read = createPendingUpdates();
  await expect(async () => read(openMachineRoot(machineFolder({ '/x': '' })))).rejects.toThrow(/^none of apt, apk,/);
});
