import { parseArgs } from 'node:util';
import { createValueStream } from '../../../shared/core/detect/anomaly/valueStream';
import { noises, simulate } from './entityYears';
import { nabScore, type ScoredSeries } from './nabScore';
import { seriesSet } from './seriesSet';
import { ewmaZ, rollingMedianZ, type SimpleDetector } from './simpleDetectors';

const rates = [1, 5, 20, 200];
const seed = 1;

/** Prints false alerts and detections of count baselines over simulated entity-years, and scores of value series beside simple detectors. */
function main(): void {
  const { values } = parseArgs({ options: { entities: { type: 'string', default: '250' } } });
  countBaselines(Number(values.entities));
  valueSeries();
}

function countBaselines(entities: number): void {
  console.log(`Count baselines: ${entities * rates.length} entity-years for each noise, weekly season`);
  console.log('noise                       a day   false alerts a year   +95 in a day found   state bytes');
  for (const noise of noises) {
    const results = rates.map((rate) => ({ rate, ...simulate(entities, rate, noise, seed + rate) }));
    for (const { rate, falseAlerts, found, bytes } of results) {
      console.log(
        `${noise.padEnd(26)}${String(rate).padStart(7)}${falseAlerts.toFixed(3).padStart(22)}${`${(100 * found).toFixed(1)} %`.padStart(21)}${String(bytes).padStart(14)}`,
      );
    }
    const mean = results.reduce((sum, { falseAlerts }) => sum + falseAlerts, 0) / rates.length;
    console.log(`${''.padEnd(26)}   mean${mean.toFixed(3).padStart(22)}`);
  }
}

function valueSeries(): void {
  const set = seriesSet(seed);
  const scored = (open: () => (at: number, value: number) => number): ScoredSeries[] =>
    set.map(({ times, values, windows }) => {
      const score = open();
      return { scores: values.map((value, at) => score(times[at]!, value)), windows };
    });
  const simple = (detector: SimpleDetector) =>
    scored(() => {
      const score = detector();
      return (_at, value) => score(value);
    });
  const started = process.cpuUsage();
  const own = scored(() => {
    const stream = createValueStream();
    return (at, value) => stream.score(at, value);
  });
  const { user, system } = process.cpuUsage(started);
  const points = set.reduce((sum, { values }) => sum + values.length, 0);
  console.log(`\nValue series: ${set.length} generated, ${points} points, NAB's standard profile`);
  console.log(
    `own               ${nabScore(own).toFixed(1)}   (${((user + system) / points).toFixed(1)} us of CPU a point)`,
  );
  console.log(`EWMA z            ${nabScore(simple(ewmaZ)).toFixed(1)}`);
  console.log(`rolling median z  ${nabScore(simple(rollingMedianZ)).toFixed(1)}`);
}

main();
