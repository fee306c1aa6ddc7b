import fc from 'fast-check';
import { crashFiles, readCrashReport } from '../../../../shared/core/ingest/microsoft/crashReport';

const message = [
  'Fault bucket 12, type 4',
  'Event Name: APPCRASH',
  'Response: Not available',
  'Cab Id: 0',
  '',
  'Problem signature:',
  'P1: a.exe',
  'P2: 1.2',
  'P3: 5f',
  'P4: b.dll',
  'P7: c0000005',
  'P10: ',
  '',
  'Attached files:',
  'C:\\Temp\\a.mdmp',
  'C:\\Temp\\info.xml',
  '',
  'These files may be available here:',
  'C:\\Store',
  'Report Id: 00000000-0000-0000-0000-0000000000c9',
].join('\r\n');

const expected = {
  eventName: 'APPCRASH',
  application: 'a.exe',
  applicationVersion: '1.2',
  faultingModule: 'b.dll',
  exceptionCode: 'c0000005',
  reportId: '00000000-0000-0000-0000-0000000000c9',
  attachments: ['C:\\Temp\\a.mdmp', 'C:\\Temp\\info.xml'],
  dumps: ['C:\\Temp\\a.mdmp'],
};

it('reads the message', () => {
  expect(readCrashReport({ Message: message })).toEqual(expected);
  expect(readCrashReport({ RenderedDescription: message })).toEqual(expected);
});

it('reads values by their place', () => {
  const head = ['12', '4', 'APPCRASH', 'Not available', '0'];
  const parameters = ['a.exe', '1.2', '5f', 'b.dll', '1', '60', 'c0000005', '', '', ''];
  const data = [...head, ...parameters, 'C:\\Temp\\a.mdmp;C:\\Temp\\info.xml', 'C:\\Store', '', '0', expected.reportId];
  expect(readCrashReport({ Data: data.join('\n'), Message: 'other' })).toEqual(expected);
});

it('names the program, the module and the dumps', () => {
  expect(crashFiles(readCrashReport({ Message: message })).map(({ name }) => name)).toEqual([
    'a.exe',
    'b.dll',
    'a.mdmp',
  ]);
});

it('says nothing of what it is not told', () => {
  const empty = {
    eventName: '',
    application: '',
    applicationVersion: '',
    faultingModule: '',
    exceptionCode: '',
    reportId: '',
  };
  expect(readCrashReport({})).toEqual({ ...empty, attachments: [], dumps: [] });
});

it('reads any text without failing, in time', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (Data, Message) => readCrashReport({ Data, Message }).dumps.length <= 16),
  );
  expect(readCrashReport({ Message: 'Attached files: '.repeat(60_000) }).dumps).toEqual([]);
});

it('of BEX the exception is the eighth parameter, since the seventh is an offset', () => {
  const data = [
    '1',
    '5',
    'BEX64',
    '',
    '0',
    'a.exe',
    '1',
    '5f',
    'b.dll',
    '2',
    '60',
    '00000000000012ab',
    'c0000409',
    '05',
  ];
  expect(readCrashReport({ Data: data.join('\n') }).exceptionCode).toBe('c0000409');
});
