import { readAuoms } from '../../../../shared/core/ingest/syslog/auomsRecord';

const head = 'type=AUOMS_EXECVE audit(1795248000.990:7): ';

it('runs values without quotes to the next known key', () => {
  const line = `${head}node=h proctitle=/bin/java -Da.b=/c x=y redactors= containerid=`;
  expect(readAuoms(line)).toEqual({
    type: 'AUOMS_EXECVE',
    time: '1795248000.990',
    serial: '7',
    fields: { node: 'h', proctitle: '/bin/java -Da.b=/c x=y' },
  });
});

it('takes one pair of quotes off, lists apart, hex keys apart, and leaves nothing for nothing', () => {
  const line = `${head}cmdline="sh -c "a b"" path_name=["/a b","c"] path_mode=["" key_r=6101 62 key=(null) exe="/bin/sh"`;
  expect(readAuoms(line)!.fields).toEqual({
    cmdline: 'sh -c "a b"',
    path_name: ['/a b', 'c'],
    path_mode: '[""',
    key_r: '6101 62',
    exe: '/bin/sh',
  });
  expect(readAuoms(`${head}key_r=61016263`)!.fields).toEqual({ key_r: ['a', 'bc'] });
});

it('reads no other text', () => {
  expect(readAuoms('type=X')).toBeUndefined();
});
