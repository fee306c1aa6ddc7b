import type { StatefulCase } from '../detector';

/** Event 1001 of Windows Error Reporting, as evtx JSON. */
const crash = (minute: number, application: string, record: number): string =>
  JSON.stringify({
    Event: {
      System: {
        Provider: { '#attributes': { Name: 'Windows Error Reporting' } },
        EventID: 1001,
        Channel: 'Application',
        Computer: 'win-1.example.com',
        TimeCreated: { '#attributes': { SystemTime: `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z` } },
        EventRecordID: record,
      },
      EventData: {
        Data: {
          '#text': [
            '1',
            '4',
            'APPCRASH',
            '',
            '0',
            application,
            '10.0',
            '5f',
            'ntdll.dll',
            '10.0',
            '60',
            'c0000005',
            '01',
            '',
            '',
            '',
          ],
        },
      },
    },
  });

const every = (minutes: number, count: number, application = 'spoolsv.exe'): string[] =>
  Array.from({ length: count }, (_, at) => crash(at * minutes, application, 700 + at));

const type = 'Skywarden_RepeatedCrash';

export const repeatedCrashCases: StatefulCase[] = [
  { name: 'a service crashes five times in eight minutes', bodies: every(2, 5), expect: [type] },
  { name: 'it goes on crashing: one alert a window', bodies: every(1, 16), expect: [type, type] },
  { name: 'four crashes are too few', bodies: every(2, 4), expect: [] },
  { name: 'five crashes in an hour are too slow', bodies: every(12, 5), expect: [] },
  {
    name: 'different programs crash',
    bodies: ['a.exe', 'b.exe', 'c.exe', 'd.exe', 'e.exe'].map((name, at) => crash(at, name, 800 + at)),
    expect: [],
  },
  {
    name: 'one crash told five times',
    bodies: Array.from({ length: 5 }, () => crash(1, 'spoolsv.exe', 900)),
    expect: [],
  },
];
