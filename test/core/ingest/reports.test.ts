import { gzipSync } from 'node:zlib';
import { decode } from '../../../shared/core/ingest/decode';
import { defaultDecodeLimits } from '../../../shared/core/ingest/decodedBody';

const read = (body: string | Buffer, limits = {}) => decode(Buffer.from(body), { ...defaultDecodeLimits, ...limits });
const codesOf = (body: string | Buffer, limits = {}) =>
  read(body, limits).rejected.map(({ index, code }) => [index, code]);

const nessus = (host: string, items: string) =>
  `<?xml version="1.0" ?>\n<NessusClientData_v2><Report name="r"><ReportHost name="${host}">${items}</ReportHost></Report></NessusClientData_v2>`;
const item = (id: number) => `<ReportItem port="22" pluginID="${id}" pluginName="n"/>\n`;
const report = nessus('192.0.2.4', item(7) + item(8));
const csv = 'Plugin ID,CVE,Risk,Host\n7,CVE-2026-0001,High,web-1\n8,,None,"web\n2"\n';

it.each([
  ['XML', report],
  ['XML without a prolog', report.slice(report.indexOf('\n') + 1)],
  ['XML after a byte order mark', `\ufeff${report}`],
  ['XML in UTF-16', Buffer.from(`\ufeff${report}`, 'utf16le')],
  ['XML in gzip', gzipSync(report)],
  ['CSV', csv],
  ['CSV with a byte order mark', `\ufeff${csv}`],
  [
    'CSV in quotes',
    'Plugin ID,CVE,Risk,Host\n7,CVE-2026-0001,High,web-1\n8,,None,"web\n2"\n'.replace(
      /^.*/,
      '"Plugin ID","CVE","Risk","Host"',
    ),
  ],
  ['XML as a JSON text', JSON.stringify(report)],
  ['XML in an array', JSON.stringify([report])],
  ['CSV in an envelope', JSON.stringify({ records: [csv] })],
])('a whole report is one body and its findings are records: %s', (_, body) => {
  const { records, rejected } = read(body);
  expect(rejected).toEqual([]);
  expect(
    records.map(({ index, raw }) => [
      index,
      (raw as Record<string, unknown>)['pluginID'] ?? (raw as Record<string, unknown>)['Plugin ID'],
    ]),
  ).toEqual([
    [0, '7'],
    [1, '8'],
  ]);
});

it('a report that is cut is one body in quarantine, whole', () => {
  const cut = report.slice(0, -30);
  expect(read(cut)).toMatchObject({
    records: [],
    rejected: [{ index: -1, code: 'NotAReport', raw: Buffer.from(cut) }],
  });
  expect(read(cut).rejected[0]!.reason).toMatch(/split it/);
});

it('a cut report among others costs only itself', () => {
  const decoded = read(JSON.stringify([report, report.slice(0, -30), { a: 1 }]));
  expect(decoded.records).toHaveLength(3);
  expect(decoded.rejected.map(({ code }) => code)).toEqual(['NotAReport']);
});

it('a row that is cut, or longer than the header, is a record with what it holds', () => {
  expect(read('Plugin ID,CVE,Host\n7\n8,,web-1,more\n').records.map(({ raw }) => raw)).toEqual([
    { 'Plugin ID': '7' },
    { 'Plugin ID': '8', Host: 'web-1', 'column 4': 'more' },
  ]);
});

it('a report without findings is an empty envelope', () => {
  expect(read(nessus('192.0.2.4', ''))).toEqual({ records: [], rejected: [], empty: 1 });
  expect(read('Plugin ID,CVE,Risk,Host\n')).toEqual({ records: [], rejected: [], empty: 1 });
});

it('may be larger than a record, and only the finding that is too large goes to quarantine', () => {
  const large = `<ReportItem pluginID="8"><plugin_output>${'x'.repeat(2000)}</plugin_output></ReportItem>`;
  const body = nessus('192.0.2.4', item(7) + large + item(9).repeat(20));
  const limits = { maxRecordBytes: 1024 };
  expect(body.length).toBeGreaterThan(limits.maxRecordBytes);
  expect(codesOf(body, limits)).toEqual([[1, 'OversizedRecord']]);
  expect(read(body, limits).records).toHaveLength(21);
});

it.each<[string, string, string]>([
  ['a host whose long name is in each finding', nessus('h'.repeat(10_000), item(7).repeat(2000)), 'TooLargeExpanded'],
  [
    'a column whose long name is in each row',
    `Plugin ID,CVE,Host,${'c'.repeat(10_000)}\n${'7,,web-1,x\n'.repeat(2000)}`,
    'TooLargeExpanded',
  ],
  ['more findings than a body may hold', nessus('a', '<ReportItem pluginID="7"/>'.repeat(60_000)), 'TooManyRecords'],
  ['more rows than are read', `Plugin ID,CVE,Host\n${'7\n'.repeat(110_000)}`, 'TooManyRecords'],
  ['more elements than a report has', nessus('a', '<a/>'.repeat(600_000)), 'NotAReport'],
  ['a cell that never ends', `Plugin ID,CVE,Host\n7,,"${'x""'.repeat(1_000_000)}`, 'OversizedRecord'],
])('cannot be made to grow: %s', (_, body, code) => {
  const decoded = read(body);
  expect(decoded.records).toEqual([]);
  expect(decoded.rejected.map((one) => one.code)).toEqual([code]);
});

it.each([
  ['XML that no scanner writes', '<?xml version="1.0"?>\n<Event><System/></Event>'],
  ['a priority of syslog', '<34>Nov 21 08:00:00 web-1 su: a\n<34>Nov 21 08:00:01 web-1 su: b'],
  ['lines that begin like a header', 'Plugin loaded\nPlugin ID missing'],
  ['quoted lines', '"a","b"\n"c","d"'],
])('leaves other texts as lines: %s', (_, body) => {
  expect(read(body).records.map(({ raw }) => raw)).toEqual(body.split('\n'));
});
