import type { Figures, Rates } from './figures';

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const ratio = (value: number): string => value.toFixed(2);

/** The figures as lines of text for people. */
export function table(figures: Figures): string {
  const { baseline, app, pure, ratios, cosmos, readBack } = figures;
  const row = (name: string, ...cells: string[]) =>
    `${name.padEnd(26)}${cells.map((cell) => cell.padStart(13)).join('')}`;
  const rates = (name: string, rate: Rates) =>
    row(
      name,
      whole(rate.messages),
      whole(rate.events),
      whole(rate.perCpuSecond),
      whole(rate.perBatch),
      whole(rate.startMs),
      whole(rate.megabytes),
    );
  return [
    `${figures.mix}: ${whole(figures.messages)} hub messages of ${whole(figures.bytesPerMessage)} bytes on average with ${whole(figures.events)} events, medians of ${figures.rounds} rounds`,
    figures.machine,
    '',
    row('', 'messages/s', 'events/s', 'per CPU-s', 'per batch', 'start ms', 'memory MB'),
    rates('ten-line app (baseline)', baseline),
    rates('end to end', app),
    row('  ratio (goal 0.50)', ratio(ratios.endToEnd), '', ratio(ratios.endToEndCpu)),
    row('JSON.parse (baseline)', '', '', whole(pure.jsonParse)),
    row('pure path', '', '', whole(pure.pipeline)),
    row('  ratio', '', '', ratio(ratios.purePath)),
    '',
    `Cosmos for 1,000 messages: ${cosmos.writesPer1000.toFixed(1)} write requests, ${cosmos.unitsPer1000.toFixed(0)} RU (${cosmos.unitsPer1000Events.toFixed(0)} RU for 1,000 events); ${cosmos.eventsPerPage.toFixed(0)} events a page`,
    `Read back: ${whole(readBack.events)} events in ${whole(readBack.pages)} pages, ${whole(readBack.distinct)} distinct, as many as sent`,
  ].join('\n');
}
