/**
 * Telemetry as a fleet sends it, ten kinds of turn: five JSON messages of unknown senders, two process creations on
 * Windows, two activity logs with two records each, one packed record of the collector with two audit events. About 550
 * bytes a message. Equal numbers give equal messages, and no two messages of a bench are equal.
 */
export function messageOf(run: number, number: number): string {
  const turn = number % 10;
  if (turn < 5) return generic(run, number);
  if (turn < 7) return windowsProcess(run, number);
  return turn < 9 ? activityLog(run, number) : auditRecord(run, number);
}

/** Events that the first `messages` messages of a run hold: what one stored event is made of. */
export const eventsIn = (messages: number): number =>
  Array.from({ length: messages }, (_, number) => (number % 10 < 7 ? 1 : 2)).reduce((sum, events) => sum + events, 0);

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
/** On the shipped list of indicators. */
const indicator = '203.0.113.66';

/** Addresses on no list. */
const ordinary = (number: number): string => `198.51.100.${number % 100}`;

const timeOf = (number: number): number => Date.UTC(2026, 10, 21, 9) + number * 17;
const isoOf = (number: number): string => new Date(timeOf(number)).toISOString();
const hex = (run: number, number: number): string => (run * 1e9 + number).toString(16).padStart(12, '0');
const guid = (run: number, number: number): string => `00000000-0000-4000-8000-${hex(run, number)}`;

/** One plain JSON event of 500 bytes: what figures of hubs are usually given for. */
export function plainMessageOf(run: number, number: number): string {
  const event = genericEvent(run, number);
  const short = JSON.stringify(event).length;
  return JSON.stringify({ ...event, message: event.message.padEnd(event.message.length + 500 - short, '.') });
}

const generic = (run: number, number: number): string => JSON.stringify(genericEvent(run, number));

const genericEvent = (run: number, number: number) => ({
  timestamp: isoOf(number),
  hostname: `app-${number % 40}.example.com`,
  service: ['checkout', 'catalogue', 'sign-in', 'search'][number % 4],
  level: number % 50 === 0 ? 'warning' : 'information',
  clientIp: number % 5_000 === 0 ? indicator : ordinary(number),
  request: { id: guid(run, number), method: 'GET', path: `/api/items/${number % 997}`, bytes: (number * 31) % 9_000 },
  status: number % 70 === 0 ? 404 : 200,
  durationMs: (number * 7) % 900,
  message: `GET /api/items/${number % 997} answered in ${(number * 7) % 900} ms by instance ${number % 12} of the pool`,
});

const windowsProcess = (run: number, number: number): string =>
  JSON.stringify({
    EventID: 1,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    SourceName: 'Microsoft-Windows-Sysmon',
    Hostname: `pc-${number % 60}`,
    UtcTime: isoOf(number).replace('T', ' ').replace('Z', ''),
    ProcessGuid: `{${guid(run, number)}}`,
    ProcessId: String(1_000 + (number % 9_000)),
    Image: 'C:\\Program Files\\Example\\worker.exe',
    CommandLine: `"C:\\Program Files\\Example\\worker.exe" --queue orders --item ${number} --log C:\\Logs\\worker.log`,
    User: `EXAMPLE\\user${number % 30}`,
    ParentImage: 'C:\\Windows\\System32\\services.exe',
    ParentProcessId: '612',
    Hashes: `MD5=${hex(run, number).padStart(32, '0').toUpperCase()}`,
  });

const activityLog = (run: number, number: number): string =>
  JSON.stringify({ records: ['Start', 'Success'].map((result) => activity(run, number, result)) });

const activity = (run: number, number: number, resultType: string) => ({
  time: isoOf(number),
  resourceId:
    `${subscription}/RESOURCEGROUPS/RG-${number % 20}/PROVIDERS/MICROSOFT.WEB/SITES/SITE-${number % 80}`.toUpperCase(),
  operationName: 'MICROSOFT.WEB/SITES/RESTART/ACTION',
  category: 'Administrative',
  resultType,
  callerIpAddress: `203.0.113.${number % 60}`,
  correlationId: guid(run, number),
  identity: {
    claims: { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': `user${number % 30}@example.com` },
  },
});

function auditRecord(run: number, number: number): string {
  const host = `web-${Math.floor(number / 10) % 25}`;
  return JSON.stringify({
    skywarden: 'audit/1',
    resourceId: `${subscription}/resourceGroups/fleet/providers/Microsoft.HybridCompute/machines/${host}`,
    hostName: host,
    time: isoOf(number),
    body: { lines: [...execution(run, number), ...(number % 1_000 === 999 ? failedLogin : connection)(run, number)] },
  });
}

const stamp = (run: number, number: number, event: number): string =>
  `msg=audit(${(timeOf(number) / 1000).toFixed(3)}:${run * 1_000_000 + number * 2 + event})`;

const execution = (run: number, number: number): string[] => [
  `type=SYSCALL ${stamp(run, number, 0)}: arch=c000003e syscall=59 success=yes exit=0 a0=55d0 a1=55d1 items=2 ppid=812 pid=${number % 30_000} auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=3 comm="tar" exe="/usr/bin/tar" key="exec"`,
  `type=EXECVE ${stamp(run, number, 0)}: argc=3 a0="tar" a1="-czf" a2="/var/backups/${number}.tgz"`,
  `type=CWD ${stamp(run, number, 0)}: cwd="/root"`,
];

const connection = (run: number, number: number): string[] => [
  `type=SYSCALL ${stamp(run, number, 1)}: arch=c000003e syscall=42 success=yes exit=0 a0=6 a1=7ffe a2=10 items=0 ppid=1 pid=77 auid=4294967295 uid=33 gid=33 ses=4294967295 comm="curl" exe="/usr/bin/curl" key=(null)`,
  `type=SOCKADDR ${stamp(run, number, 1)}: saddr=020001BBC63364070000000000000000`,
];

const failedLogin = (run: number, number: number): string[] => [
  `type=USER_LOGIN ${stamp(run, number, 1)}: pid=900 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr=${ordinary(Math.floor(number / 1_000))} terminal=ssh res=failed'`,
];
