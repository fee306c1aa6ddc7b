import { sudoFields, sysmonFields } from '../../../../shared/core/ingest/syslog/programFields';

const sysmon = (id: number, data: Record<string, string>) =>
  `<Event><System><Provider Name="Linux-Sysmon" Guid="{ff032593-a8d3-4f13-b0d6-01fc615a0f97}"/><EventID>${id}</EventID>` +
  '<Version>5</Version><EventRecordID>42</EventRecordID><Channel>Linux-Sysmon/Operational</Channel><Computer>web-1</Computer></System>' +
  `<EventData>${Object.entries(data)
    .map(([name, text]) => `<Data Name="${name}">${text}</Data>`)
    .join('')}</EventData></Event>`;

describe('a line of sudo', () => {
  it.each([
    [
      'ann : TTY=pts/0 ; PWD=/home/ann ; USER=#-1 ; COMMAND=/usr/bin/id',
      { TTY: 'pts/0', PWD: '/home/ann', USER: '#-1', COMMAND: '/usr/bin/id' },
    ],
    [
      'ann : command not allowed ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh',
      { TTY: 'pts/0', PWD: '/', USER: 'root', COMMAND: '/bin/sh' },
    ],
    [
      'ann : TTY=x ; USER=root ; COMMAND=/bin/echo ; USER=bob',
      { TTY: 'x', USER: 'root', COMMAND: '/bin/echo ; USER=bob' },
    ],
    ['pam_unix(sudo:session): session opened for user root(uid=0) by ann(uid=1000)', {}],
  ])('%s', (message, fields) => {
    expect(sudoFields(message)).toEqual(fields);
  });
});

describe('an event of Sysmon for Linux in a line of syslog', () => {
  it('has the fields and the log source of the event', () => {
    expect(sysmonFields(sysmon(1, { Image: '/usr/bin/id', CommandLine: 'id &gt; /tmp/a &amp;&amp; b' }))).toEqual({
      logSource: { product: 'linux', service: 'sysmon', category: 'process_creation' },
      fields: expect.objectContaining({
        EventID: 1,
        Computer: 'web-1',
        EventRecordID: '42',
        Image: '/usr/bin/id',
        CommandLine: 'id > /tmp/a && b',
      }) as object,
    });
  });

  it('is not taken from another text', () => {
    expect(sysmonFields('session opened')).toBeUndefined();
    expect(sysmonFields('<Event><System/></Event>')).toBeUndefined();
    expect(sysmonFields(sysmon(1, {}).replace('Linux-Sysmon/', 'Other/'))).toBeUndefined();
  });
});
