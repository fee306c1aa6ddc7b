import { detector as impossibleTravel } from '../../shared/core/detect/stateful/impossibleTravel';
import { detector as rdpConnections } from '../../shared/core/detect/stateful/rdpConnections';
import { memoryPorts } from '../doubles/memoryPorts';
import { days, messagesOf, rdpDay, run, spreadOver, usualMinutes } from './support/anomalyWorld';

const month = days(30, () => usualMinutes);
const alertsFor = (sent: { time: string; body: string }[]) => run(memoryPorts(), [rdpConnections], messagesOf(sent));

test('5 RDP connections a day for 30 days, then 100 within an hour of the night: one alert, within that hour', async () => {
  const alerts = await alertsFor([...month, ...rdpDay(30, spreadOver(100, 180, 239))]);
  expect(alerts).toMatchObject([
    {
      alertType: 'Skywarden_UnusualRdpConnections',
      severity: 'Medium',
      compromisedEntity: '10.7.0.4',
      occurrences: 1,
      extendedProperties: { Counted: 'remote desktop connections', Window: 'the hour so far' },
    },
  ]);
  expect(alerts[0]!.startTimeUtc.slice(0, 13)).toBe('2026-04-01T03');
});

test('the same 100 spread over the day: one alert, on that day', async () => {
  const alerts = await alertsFor([...month, ...rdpDay(30, spreadOver(100, 0, 1_440))]);
  expect(alerts.map(({ startTimeUtc }) => startTimeUtc.slice(0, 10))).toEqual(['2026-04-01']);
});

test('5 a day that become 8: none', async () => {
  const eight = [...usualMinutes, 610, 740, 1_020];
  const more = Array.from({ length: 10 }, (_, at) =>
    rdpDay(
      30 + at,
      [...eight].sort((a, b) => a - b),
    ),
  ).flat();
  expect(await alertsFor([...month, ...more])).toEqual([]);
});

test('a new machine: none, whatever it does in its first week', async () => {
  expect(await alertsFor(days(7, (day) => spreadOver(5 + 20 * day, 60, 1_400)))).toEqual([]);
});

test('a slow drift is learned: none', async () => {
  expect(await alertsFor(days(63, (day) => spreadOver(Math.round(8 * 1.12 ** (day / 7)), 400, 1_100)))).toEqual([]);
});

test('a record from the future blinds nobody', async () => {
  const [future] = rdpDay(4_000, [0]);
  const [usual, attack] = [messagesOf(month), messagesOf([...month, ...rdpDay(30, spreadOver(100, 180, 239))])];
  const wrong = { ...messagesOf([future!])[0]!, sequence: usual.length, enqueuedAt: usual.at(-1)!.enqueuedAt };
  const later = attack.slice(usual.length).map((message) => ({ ...message, sequence: message.sequence + 1 }));
  const alerts = await run(memoryPorts(), [rdpConnections], [...usual, wrong, ...later]);
  expect(alerts).toHaveLength(1);
});

test('what one batch says of one machine is one message of the signals hub', async () => {
  const world = memoryPorts();
  await run(world, [rdpConnections], messagesOf(rdpDay(0, spreadOver(300, 0, 60))), 1_000);
  expect(world.signals.map(({ parts }) => parts.length)).toEqual([300]);
});

const caseOf = (name: string) => {
  const found = impossibleTravel.cases.find((one) => one.name.startsWith(name))!;
  return messagesOf(found.bodies.map((body) => ({ time: /"time":"([^"]+)"/.exec(body)![1]!, body })));
};

test.each([undefined, 'contoso'])(
  'who goes out at an address is looked up in the same workspace: %s',
  async (workspaceId) => {
    const types = async (name: string) =>
      (await run(memoryPorts(), [impossibleTravel], caseOf(name), 7, workspaceId)).map(({ alertType }) => alertType);
    expect(await types('an address at which several others')).toEqual([]);
    expect(await types('a user of two weeks')).toEqual(['Skywarden_ImpossibleTravel']);
  },
);

test('what others do in another workspace explains nothing', async () => {
  const world = memoryPorts();
  const shared = caseOf('an address at which several others');
  await run(world, [impossibleTravel], shared.slice(0, 3), 7);
  const own = shared.slice(3).map((message) => ({ ...message, sequence: message.sequence + 10 }));
  expect(await run(world, [impossibleTravel], own, 7, 'contoso')).toMatchObject([
    { alertType: 'Skywarden_ImpossibleTravel', compromisedEntity: 'xia@example.com' },
  ]);
});
