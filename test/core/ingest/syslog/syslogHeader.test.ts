import fc from 'fast-check';
import {
  isSyslog3164,
  isSyslog5424,
  readSyslog3164,
  readSyslog5424,
} from '../../../../shared/core/ingest/syslog/syslogHeader';

describe('a line of RFC 3164', () => {
  it.each<[string, string, object]>([
    [
      'the example of the RFC',
      "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
      {
        priority: 34,
        time: 'Oct 11 22:14:15',
        host: 'mymachine',
        program: 'su',
        processId: '',
        message: "'su root' failed for lonvick on /dev/pts/8",
      },
    ],
    ['a process id', '<13>Oct 11 22:14:15 h a[7]: m', { program: 'a', processId: '7', message: 'm' }],
    ['no colon', 'Oct  1 22:14:15 h a[7] m', { program: 'a', processId: '7', message: 'm' }],
    ['neither colon nor process id', 'Oct 11 22:14:15 h haproxy m n', { program: 'haproxy', message: 'm n' }],
    ['no tag', '<13>Oct 11 22:14:15 h (x) m', { program: '', message: '(x) m' }],
    ['no host', '<13>Oct 11 22:14:15 su: m', { host: '', program: 'su', message: 'm' }],
    ['a year', '<13>Oct 11 2026 22:14:15 h a: m', { time: 'Oct 11 2026 22:14:15', host: 'h', program: 'a' }],
    ['a Cisco clock', '<189>*Oct 11 22:14:15.123: h %SYS-5: m', { time: 'Oct 11 22:14:15.123', host: 'h' }],
    ['an ISO time', '<13>2026-11-21T08:00:00.1+01:00 h a: m', { time: '2026-11-21T08:00:00.1+01:00', program: 'a' }],
    [
      'nothing but a priority',
      '<13>Use the BFG!',
      { priority: 13, time: '', host: '', program: '', message: 'Use the BFG!' },
    ],
    ['a priority and a tag', '<13>a[7]: m', { program: 'a', processId: '7', message: 'm' }],
    ['a priority that is too high', '<999>Oct 11 22:14:15 h a: m', { host: 'h', program: 'a' }],
  ])('with %s', (_, line, expected) => {
    expect(isSyslog3164(line)).toBe(true);
    expect(readSyslog3164(line)).toMatchObject(expected);
  });

  it.each([
    'hello',
    '2026-11-21T08:00:00Z INFO started',
    '<html>',
    '<192>x',
    'Foo 11 22:14:15 h a: m',
    '<13>1 2026-11-21T08:00:00Z h a - - - m',
  ])('is not: %s', (line) => expect(isSyslog3164(line)).toBe(false));
});

describe('a line of RFC 5424', () => {
  it.each<[string, string, object]>([
    [
      'the first example of the RFC',
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed for lonvick on /dev/pts/8",
      {
        priority: 34,
        host: 'mymachine.example.com',
        program: 'su',
        processId: '',
        messageId: 'ID47',
        message: "'su root' failed for lonvick on /dev/pts/8",
      },
    ],
    [
      'structured data without message',
      '<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [a@1 iut="3" eventID="1011"][b@2 class="high"]',
      { structuredData: { 'a@1': { iut: '3', eventID: '1011' }, 'b@2': { class: 'high' } }, message: '' },
    ],
    ['a bracket in the message', '<165>1 - h a - - [b] m', { structuredData: { b: {} }, message: 'm' }],
    ['data that is none', '<165>1 - h a - - [b c] m', { message: '[b c] m' }],
    ['a prototype as a name', '<165>1 - h a - - [__proto__ a="b"] m', { message: '[__proto__ a="b"] m' }],
  ])('with %s', (_, line, expected) => {
    expect(isSyslog5424(line)).toBe(true);
    expect(readSyslog5424(line)).toMatchObject(expected);
  });

  it('takes long runs of backslashes in linear time', () => {
    const line = `<165>1 - h a - - [b c="${'\\'.repeat(200_000)}`;
    expect(readSyslog5424(line)!.message.length).toBeGreaterThan(200_000);
  });
});

it('keeps every message whole behind a header', () => {
  const word = fc.string().map((text) => text.replace(/\s+/g, ' '));
  fc.assert(
    fc.property(word, (message) => {
      expect(readSyslog5424(`<13>1 - h a - - - x${message}`)!.message).toBe(`x${message}`);
      expect(readSyslog3164(`<13>Nov 21 08:00:00 h a: x${message}`)!.message).toBe(`x${message}`);
    }),
  );
});
