import { Readable, Writable } from 'node:stream';
import { scoreSeries } from '../../cli/commands/anomaly';

async function scored(text: string): Promise<string[]> {
  const chunks: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  await scoreSeries(Readable.from([text]), output);
  return chunks.join('').split('\n').slice(0, -1);
}

const hour = (at: number) =>
  new Date(Date.UTC(2026, 10, 1) + at * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
const series = (values: number[]) => values.map((value, at) => `${hour(at)},${value}\n`).join('');
const wave = Array.from(
  { length: 400 },
  (_, at) => 50 + 10 * Math.sin((2 * Math.PI * at) / 24) + ((at * 7919) % 13) / 10,
);
const scoreOf = (line: string | undefined) => Number(line?.split(',')[2]);

test('each point comes out as one line with its timestamp and value as written and a score from 0 to 1', async () => {
  const lines = await scored(`timestamp,value\n${series(wave)}`);
  expect(lines).toHaveLength(wave.length);
  lines.forEach((line, at) => {
    expect(line.startsWith(`${hour(at)},${wave[at]},`)).toBe(true);
    expect(scoreOf(line)).toBeGreaterThanOrEqual(0);
    expect(scoreOf(line)).toBeLessThanOrEqual(1);
  });
});

test('a spike scores higher than all before it', async () => {
  const lines = await scored(series([...wave, 140]));
  const before = lines.slice(60, -1).map(scoreOf);
  expect(scoreOf(lines.at(-1))).toBeGreaterThan(Math.max(...before));
});

test('scores of a beginning never change with what follows', async () => {
  const whole = await scored(series([...wave, 900, 1, 900]));
  expect(await scored(series(wave))).toEqual(whole.slice(0, wave.length));
});

test('a missing value keeps its line and scores 0', async () => {
  expect(await scored(`${series([5, 6])}2026-11-02 00:00:00,\n`)).toHaveLength(3);
  expect(await scored('1,5\n2,NaN\n3,-inf\n4,Infinity\n')).toEqual(
    ['1,5', '2,NaN', '3,-inf', '4,Infinity'].map((point) => `${point},0.000000`),
  );
});

test('epoch seconds, plain numbers, quotes and Windows line ends are read', async () => {
  expect(await scored('"1762000000","5"\r\n1762000300,6\r\n')).toHaveLength(2);
  expect(await scored('0,5\n1,6\n2,7\n')).toHaveLength(3);
});

test('a header may stand after empty lines', async () => {
  expect(await scored('\r\n\r\ntimestamp,value\r\n1,5\r\n')).toEqual(['1,5,0.000000']);
});

test('no time is endless', async () => {
  await expect(scored('1,5\nInfinity,5\n')).rejects.toThrow('Line 2');
});

test('a line that is no point is refused with its number', async () => {
  await expect(scored(`${series([5])}hello\n`)).rejects.toThrow('Line 2 is no timestamp,value');
});
