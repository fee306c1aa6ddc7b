import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quarantineReasons } from '../../../shared/model/quarantineReason';
import { Rejected } from '../../../shared/model/rejected';
import { unreadable, unreadableBy } from '../../../shared/core/ingest/unreadable';

test('a reason of the list stays what it is, with its detail', () => {
  expect(unreadableBy(unreadable('NotJson', 'cut'))).toEqual({ code: 'NotJson', reason: 'cut' });
});

test('what a source says of its own becomes a detail', () => {
  expect(unreadableBy(new Rejected('NotAudit', 'no header'))).toEqual({
    code: 'SourceRejected',
    reason: 'NotAudit: no header',
  });
});

test.each([['toString'], ['constructor'], ['__proto__']])('%s is no reason', (code) => {
  expect(unreadableBy(new Rejected(code, 'x')).code).toBe('SourceRejected');
});

test('a source that fails is at fault itself', () => {
  expect(unreadableBy(new TypeError('x is undefined'))).toEqual({
    code: 'SourceFailed',
    reason: 'The source failed: TypeError: x is undefined',
  });
});

test('each reason says what to do, in a sentence', () => {
  for (const [code, advice] of Object.entries(quarantineReasons)) {
    expect(code).toMatch(/^[A-Z][A-Za-z0-9]+$/);
    expect(advice).toMatch(/^[A-Z].+\.$/);
  }
});

test('what reads bodies rejects with reasons of the list only', () => {
  const folder = join(__dirname, '../../../shared/core/ingest');
  const readers = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'unreadable.ts');
  const free = readers.filter((name) => readFileSync(join(folder, name), 'utf8').includes('new Rejected('));
  expect(readers.length).toBeGreaterThan(10);
  expect(free).toEqual([]);
});
