import { printMetrics, type PrintedMetrics } from '../../cli/printMetrics';

const totals = { received: 9, stored: 6, duplicates: 1, quarantined: 2 };
const rates = { oneMinute: 1.5, fiveMinutes: 0.3, sixtyMinutes: 0.025 };
const metrics: PrintedMetrics = {
  since: '2026-11-15T00:00:00.000Z',
  totals,
  rates,
  sources: [
    { source: 'auditd', ...totals, rates },
    { source: '', ...totals, rates },
  ],
  reasons: [{ source: '', reason: 'NotJson', records: 2, advice: 'Send whole, valid JSON.' }],
  hub: 'ok',
  partitions: [{ partition: '0', lagMessages: 12, lagSeconds: 60, doneSequence: 41 }],
};

function printed(more: Partial<PrintedMetrics> = {}): string[] {
  const lines: string[] = [];
  printMetrics({ ...metrics, ...more }, (line) => void lines.push(line));
  return lines;
}

test('figures stand below their heads', () => {
  const [, head, all, auditd] = printed();
  for (const [name, figure] of [
    ['received', '9'],
    ['quarantined', '2'],
    ['60 min', '0.025'],
  ] as const) {
    const end = head!.indexOf(name) + name.length;
    for (const line of [all, auditd]) expect(line!.slice(0, end).endsWith(` ${figure}`)).toBe(true);
  }
});

test('reasons come with what to do, and what no source was asked about is named so', () => {
  expect(printed().join('\n')).toMatch(/2 NotJson +\(no source\) +Send whole, valid JSON\./);
});

test('a lag that is not known is no zero', () => {
  const partitions = [{ partition: '0', lagMessages: null, lagSeconds: null, doneSequence: null }];
  const text = printed({ hub: 'unreachable', partitions }).join('\n');
  expect(text).toContain('not known');
  expect(text).toMatch(/\? messages +\? s/);
});
