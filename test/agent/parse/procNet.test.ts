import { hexAddress, parseProcNet } from '../../../agent/parse/procNet';
import { netTable } from '../machineFolder';

describe('addresses of /proc/net', () => {
  test.each([
    ['00000000', '0.0.0.0'],
    ['0100007F', '127.0.0.1'],
    ['050200C0', '192.0.2.5'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000001000000', '::1'],
    ['B80D0120000000000000000001000000', '2001:db8::1'],
    ['0000000000000000FFFF00000100007F', '127.0.0.1'],
  ])('%s is %s', (hex, address) => {
    expect(hexAddress(hex)).toBe(address);
  });
});

test('only listening TCP sockets are found', () => {
  const table = netTable(['00000000:0016', '0A', 11], ['0100007F:C350', '01', 12], ['0100007F:0CEA', '0A', 13]);
  expect(parseProcNet(table, 'tcp')).toEqual([
    { protocol: 'tcp', address: '0.0.0.0', port: 22, inode: '11' },
    { protocol: 'tcp', address: '127.0.0.1', port: 3306, inode: '13' },
  ]);
});

test('UDP sockets that are not connected are found', () => {
  const table = netTable(['00000000:0045', '07', 21], ['0100007F:0035', '01', 22]);
  expect(parseProcNet(table, 'udp').map(({ port }) => port)).toEqual([69]);
});

test('a real line of the kernel is read', () => {
  const line =
    '   0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1681 1 000000004e4c5cc3 100 0 0 10 0\n';
  expect(parseProcNet(`header\n${line}`, 'tcp')).toEqual([
    { protocol: 'tcp', address: '0.0.0.0', port: 2024, inode: '1681' },
  ]);
});
