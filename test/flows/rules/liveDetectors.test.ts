import { createDetectors } from '../../../shared/core/detect/createDetectors';
import { unguarded } from '../../../shared/core/detect/ruleGuard';
import { statefulWithout, withoutDisabled } from '../../../shared/core/detect/withoutDisabled';
import { createLiveDetectors, type LiveDetectors } from '../../../shared/flows/rules/liveDetectors';
import { createRuleDirectory, type RuleDirectory, type UserRules } from '../../../shared/flows/rules/ruleDirectory';
import { switchRule } from '../../../shared/flows/rules/switchRule';
import { correlationText, idOf, ruleText } from '../../core/detect/userRules/ruleFiles.samples';
import { memoryPorts, type MemoryPorts } from '../../doubles/memoryPorts';
import { processEvent } from '../../core/detect/telemetry';

let world: MemoryPorts;
let directory: RuleDirectory;
let live: LiveDetectors;
let built: number;

const build = (user: UserRules | undefined) => {
  built += 1;
  const disabled = user?.disabled ?? new Set<string>();
  const rules = (user?.rules ?? []).filter(({ rule }) => !disabled.has(rule.id));
  const stateful = statefulWithout(user?.correlations ?? [], disabled);
  const detectors = createDetectors({ rules, indicators: [], stateful, guard: unguarded });
  return { detectors: withoutDisabled(detectors, disabled), stateful };
};

beforeEach(() => {
  world = memoryPorts();
  built = 0;
  directory = createRuleDirectory(world.ports, { placeholders: new Map(), shippedIds: () => new Set() });
  live = createLiveDetectors(world.ports, directory, { build, sleep: () => new Promise(() => undefined) });
});

const event = processEvent({ CommandLine: 'this is evil', Computer: 'win-1' });
const pass = (seconds: number) => (world.clock.now = new Date(world.clock.now.getTime() + seconds * 1000));
/** What a batch finds: titles of rules. */
async function batch(): Promise<string[]> {
  await live.refresh();
  return live
    .detectors()
    .observe([event])
    .map(({ rule }) => rule.displayName);
}
const save = (name: string, text: string) => world.ports.ruleFiles.save(name, text, undefined);

test('a rule that is there at the start is used by the first batch', async () => {
  await save('a.yml', ruleText(1));
  expect(await batch()).toEqual(['Rule 1']);
});

test('a rule that comes is used within a minute, and not looked for before it is time', async () => {
  expect(await batch()).toEqual([]);
  await save('a.yml', ruleText(1));
  pass(44);
  expect(await batch()).toEqual([]);
  pass(16);
  expect(await batch()).toEqual(['Rule 1']);
});

test('a busy platform looks beside its batches', async () => {
  await batch();
  await save('a.yml', ruleText(1));
  pass(46);
  expect(await batch()).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await batch()).toEqual(['Rule 1']);
});

test('what does not change is built once', async () => {
  await save('a.yml', ruleText(1));
  for (let minute = 0; minute < 5; minute++) {
    pass(60);
    await batch();
  }
  expect(built).toBe(1);
});

test('a faulty file is logged and costs nothing else; a file that is removed is silent', async () => {
  await save('a.yml', ruleText(1));
  await save('b.yml', ruleText(2, "selection:\n    CommandLine|re: '(?=x)'"));
  expect(await batch()).toEqual(['Rule 1']);
  expect(world.log.filter(({ level }) => level === 'warn')).toMatchObject([
    { message: 'A rule of a user is not used', facts: { reason: expect.stringMatching(/^b\.yml:\d+: /) } },
  ]);
  const { etag } = (await world.ports.ruleFiles.read('a.yml'))!;
  await world.ports.ruleFiles.remove('a.yml', etag);
  pass(60);
  expect(await batch()).toEqual([]);
});

test('a rule that is switched off is silent until it is switched on', async () => {
  await save('a.yml', ruleText(1));
  await save('b.yml', ruleText(2));
  const off = { ruleId: idOf(1).toUpperCase(), by: 'someone', workspaceId: 'default' };
  await switchRule(world.ports, { ...off, enabled: false });
  expect(await batch()).toEqual(['Rule 2']);
  await switchRule(world.ports, { ...off, enabled: true });
  pass(60);
  expect(await batch()).toEqual(['Rule 1', 'Rule 2']);
});

test('one batch keeps what it began with', async () => {
  await live.refresh();
  const begun = live.detectors();
  await save('a.yml', ruleText(1));
  pass(60);
  await live.refresh();
  expect(live.detectors().observe([event])).toHaveLength(1);
  expect(begun.observe([event])).toEqual([]);
});

test('while rules cannot be read those in use stay, and a finding says so once a minute', async () => {
  await save('a.yml', ruleText(1));
  await batch();
  const stored = world.ports.ruleFiles;
  world.ports.ruleFiles = { ...stored, list: () => Promise.reject(new Error('The storage is away')) };
  pass(60);
  expect(await batch()).toEqual(['Rule 1', 'A detection rule could not judge an event']);
  expect(await batch()).toEqual(['Rule 1']);
  world.ports.ruleFiles = stored;
  pass(60);
  expect(await batch()).toEqual(['Rule 1']);
});

test('a batch does not wait for ever', async () => {
  world.ports.ruleFiles.list = () => new Promise(() => undefined);
  live = createLiveDetectors(world.ports, directory, { build, sleep: async () => undefined });
  expect(await batch()).toEqual([]);
});

test('a signal of a detector that is not known yet has the rules looked at again', async () => {
  await save('a.yml', ruleText(1));
  await batch();
  await save('b.yml', correlationText(2, 1));
  const id = `correlation:${idOf(2)}`;
  expect((await live.statefulFor(['other', id])).map((one) => one.id)).toEqual([id]);
  expect(await batch()).toEqual([]);
});

test('an unknown detector is looked for at once, however lately another was', async () => {
  await batch();
  expect(await live.statefulFor(['one of nobody'])).toEqual([]);
  await save('a.yml', ruleText(1));
  await save('b.yml', correlationText(2, 1));
  const id = `correlation:${idOf(2)}`;
  expect((await live.statefulFor([id])).map((one) => one.id)).toEqual([id]);
});

test('two batches that meet an unknown detector at once both get to know it', async () => {
  await batch();
  await save('a.yml', ruleText(1));
  await save('b.yml', correlationText(2, 1));
  const id = `correlation:${idOf(2)}`;
  const both = await Promise.all([live.statefulFor([id]), live.statefulFor([id])]);
  expect(both.map((known) => known.map((one) => one.id))).toEqual([[id], [id]]);
});

test('a look that began before a rule was saved is followed by another', async () => {
  await batch();
  pass(46);
  await live.refresh();
  await save('a.yml', ruleText(1));
  await save('b.yml', correlationText(2, 1));
  const id = `correlation:${idOf(2)}`;
  expect((await live.statefulFor([id])).map((one) => one.id)).toEqual([id]);
});

test('a detector of nobody is looked for once in five seconds', async () => {
  await batch();
  let looks = 0;
  const stored = world.ports.ruleFiles;
  world.ports.ruleFiles = {
    ...stored,
    list: (...given) => {
      looks += 1;
      return stored.list(...given);
    },
  };
  for (let turn = 0; turn < 3; turn++) await live.statefulFor(['one of nobody']);
  expect(looks).toBe(1);
  pass(5);
  await live.statefulFor(['one of nobody']);
  expect(looks).toBe(2);
});

test('a correlation that is switched off remembers nothing, and its rules stay silent', async () => {
  await save('a.yml', ruleText(1));
  await save('b.yml', correlationText(2, 1));
  await switchRule(world.ports, { ruleId: idOf(2), enabled: false, by: 'someone', workspaceId: 'default' });
  expect(await batch()).toEqual([]);
  expect(await live.statefulFor([])).toEqual([]);
  expect(live.detectors().observationsOf(event)).toEqual([]);
});
