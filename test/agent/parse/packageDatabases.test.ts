import { parseApkInstalled, parseDpkgStatus, parseRpmList } from '../../../agent/parse/packageDatabases';

test('dpkg: what is installed or held, not what was removed', () => {
  const text = [
    'Package: openssh-server\nStatus: install ok installed\nDescription: secure shell\n with a colon: in it\nVersion: 1:9.2p1-2+deb12u2\n',
    'Package: linux-image\nStatus: hold ok installed\nVersion: 6.1.76-1\n',
    'Package: telnetd\nStatus: deinstall ok config-files\nVersion: 0.17-1\n',
    'Package: broken\nStatus: install ok half-configured\nVersion: 1\n',
  ].join('\n');
  expect(parseDpkgStatus(text)).toEqual([
    { name: 'openssh-server', version: '1:9.2p1-2+deb12u2', manager: 'dpkg' },
    { name: 'linux-image', version: '6.1.76-1', manager: 'dpkg' },
  ]);
});

test('dpkg: the last entry needs no empty line after it', () => {
  expect(parseDpkgStatus('Package: a\nStatus: install ok installed\nVersion: 1')).toHaveLength(1);
});

test('apk', () => {
  expect(
    parseApkInstalled('C:Q1abc=\nP:musl\nV:1.2.4-r2\nA:x86_64\nF:lib\nR:ld\n\nP:busybox\nV:1.36.1-r5\n\n'),
  ).toEqual([
    { name: 'musl', version: '1.2.4-r2', manager: 'apk' },
    { name: 'busybox', version: '1.36.1-r5', manager: 'apk' },
  ]);
});

test('rpm: keys are no packages', () => {
  expect(parseRpmList('bash\t5.1.8-9.el9\ngpg-pubkey\t1-2\nopenssl\t1:3.0.7-27.el9\n')).toEqual([
    { name: 'bash', version: '5.1.8-9.el9', manager: 'rpm' },
    { name: 'openssl', version: '1:3.0.7-27.el9', manager: 'rpm' },
  ]);
});
