// Scores all that is shipped against labelled records: per set, the share of true records that raise an alert, and of false ones
// that do. A set is X.ndjson with X.labels.ndjson beside it: {line, expected, needs_mocks} for each record. Odd lines are for
// tuning; what counts is told by the even ones. A label speaks of one rule: of the false records that raise an alert, `wanted` are
// the same act (operation, or verb and resource) as a true record of another label, so that silence on them would be a miss there.
// Usage: node scripts/scoreLabels.mjs FOLDER [--odd | --all] [--misses]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [folder] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const asked = (option) => process.argv.includes(option);
const half = asked('--odd') ? 'odd' : asked('--all') ? 'all' : 'even';
const wanted = (line) => half === 'all' || (line % 2 === 1) === (half === 'odd');
if (folder === undefined) throw new Error('Usage: node scripts/scoreLabels.mjs FOLDER [--odd | --all] [--misses]');

process.argv.push('--quiet');
await import('./build.mjs');

const linesOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);
const percent = (part, whole) => (whole === 0 ? '    -' : `${((100 * part) / whole).toFixed(0).padStart(4)}%`);

/** Titles of what is found, by the number of the record. */
function found(file) {
  const place = mkdtempSync(join(tmpdir(), 'skywarden-labels-'));
  const output = join(place, 'matches');
  execFileSync(process.execPath, ['dist/cli.js', 'detect', '--content', '--events', file], {
    stdio: ['ignore', openSync(output, 'w'), 'ignore'],
  });
  const titles = new Map();
  for (const text of linesOf(output)) {
    const { line, title } = JSON.parse(text);
    titles.set(line, [...(titles.get(line) ?? []), title]);
  }
  rmSync(place, { recursive: true });
  return titles;
}

/** What was done, under the names that the formats have for it; undefined for formats that name no acts. */
function actOf(record) {
  const operation = record.operationName?.value ?? record.operationName;
  const named =
    record.eventName ?? operation ?? record.protoPayload?.methodName ?? record.Operation ?? record.eventType;
  if (named !== undefined) return String(named).toLowerCase();
  const { resource, subresource = '' } = record.objectRef ?? {};
  return resource && `${record.verb} ${resource} ${subresource}`;
}

/** Rules that want an alert, by the act that they want it for. */
function wantedActs(labels, records) {
  const acts = new Map();
  for (const { line, expected, rule } of labels) {
    if (!expected) continue;
    const act = actOf(records[line - 1]);
    if (act === undefined) continue;
    acts.set(act, (acts.get(act) ?? new Set()).add(rule));
  }
  return acts;
}

const total = { true: [0, 0], false: [0, 0, 0] };
const sets = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.labels.ndjson'));
console.log(`${half} lines${' '.repeat(42)}true  found      false  alerts  wanted`);
for (const name of sets.sort((a, b) => (a < b ? -1 : 1))) {
  const titles = found(join(folder, name.replace('.labels.', '.')));
  const counts = { true: [0, 0], false: [0, 0, 0] };
  const labels = linesOf(join(folder, name)).map((text) => JSON.parse(text));
  const records = linesOf(join(folder, name.replace('.labels.', '.'))).map((text) => JSON.parse(text));
  const acts = wantedActs(labels, records);
  for (const { line, expected, rule, needs_mocks: needsMocks, name: label, test } of labels) {
    if (!wanted(line) || needsMocks) continue;
    const hit = titles.has(line);
    for (const count of [counts, total]) {
      count[expected][0] += 1;
      if (hit) count[expected][1] += 1;
      if (hit && !expected && isWantedByOther(acts, records[line - 1], rule)) count.false[2] += 1;
    }
    if (asked('--misses') && hit !== expected) {
      console.log(`  ${line} ${expected ? 'missed' : `raised by ${titles.get(line).join('; ')}`}: ${label} - ${test}`);
    }
  }
  console.log(row(name, counts));
}
console.log(row('all', total));

function isWantedByOther(acts, record, rule) {
  return [...(acts.get(actOf(record)) ?? [])].some((other) => other !== rule);
}

function row(name, { true: [trues, hits], false: [falses, mistakes, wantedElsewhere] }) {
  const cells = [
    String(trues).padStart(5),
    percent(hits, trues),
    String(falses).padStart(11),
    percent(mistakes, falses),
    String(wantedElsewhere).padStart(5),
  ];
  return `${name.padEnd(50)} ${cells.join('  ')}`;
}
