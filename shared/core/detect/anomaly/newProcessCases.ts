import type { StatefulCase } from '../detector';

const start = Date.parse('2026-01-05T08:00:00Z');
const usual = [
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Program Files\\App 1.2\\app.exe',
  'C:\\Windows\\explorer.exe',
];

/** Event 1 of Sysmon, flat. */
const started = (computer: string, day: number, image: string, minute: number): string =>
  JSON.stringify({
    EventID: 1,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    SourceName: 'Microsoft-Windows-Sysmon',
    Hostname: computer,
    UtcTime: new Date(start + day * 86_400_000 + minute * 60_000).toISOString().replace('T', ' ').replace('Z', ''),
    Image: image,
    CommandLine: image,
    User: 'EXAMPLE\\ann',
    ProcessId: String(4_000 + day * 50 + minute),
  });

const days = (count: number, imagesOf: (day: number) => string[], computer: string): string[] =>
  Array.from({ length: count }, (_, day) => imagesOf(day).map((image, at) => started(computer, day, image, at))).flat();

export const newProcessCases = (alertType: string): StatefulCase[] => [
  {
    name: 'three weeks of the same programs, then another',
    bodies: [...days(21, () => usual, 'pc-71'), started('pc-71', 21, 'C:\\Tools\\sync.exe', 1)],
    expect: [alertType],
  },
  {
    name: 'three weeks of the same programs, then a new version of one',
    bodies: [...days(21, () => usual, 'pc-72'), started('pc-72', 21, 'C:\\Program Files\\App 1.3\\app.exe', 1)],
    expect: [],
  },
  {
    name: 'a machine on which something new is built every day',
    bodies: days(
      40,
      (day) => [...usual, `C:\\Build\\${String.fromCharCode(97 + (day % 26), 104 + (day % 17))}.exe`],
      'pc-73',
    ),
    expect: [],
  },
  {
    name: 'a machine that is known for a week',
    bodies: [...days(7, () => usual, 'pc-74'), started('pc-74', 7, 'C:\\Tools\\sync.exe', 1)],
    expect: [],
  },
];
