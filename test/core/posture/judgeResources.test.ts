import { judgeResources } from '../../../shared/core/posture/judgeResources';
import { healthy, unhealthy } from '../../../shared/core/posture/recommendation';
import { documentOf, idOf, recommend, thing } from './posture.samples';

const now = new Date('2026-11-21T12:00:00.000Z');
const later = new Date('2026-11-21T13:00:00.000Z');
const none = new Map();
const transit = recommend('test/transit', ['encryptDataInTransit']);
const rest = recommend('test/rest', ['enableEncryptionAtRest']);

const previousOf = (judged: ReturnType<typeof judgeResources>) =>
  new Map(judged.map(({ judgement }) => [judgement.resourceId.toLowerCase(), judgement]));

describe('judgeResources', () => {
  test('gives a verdict per recommendation that applies', () => {
    const [judged] = judgeResources([documentOf(thing('a', { 'test/transit': 'good' }))], [transit, rest], none, now);
    const codes = Object.entries(judged!.judgement.verdicts).map(([key, { code }]) => [key, code]);
    expect(codes).toEqual([
      ['test/transit', 'Healthy'],
      ['test/rest', 'Unknown'],
    ]);
  });

  test('compares resource types without case', () => {
    const upper = { ...thing('a'), type: 'MICROSOFT.TEST/THINGS' };
    expect(judgeResources([documentOf(upper)], [transit], none, now)).toHaveLength(1);
  });

  test('passes over resources that no recommendation applies to', () => {
    const other = { ...thing('a'), type: 'Microsoft.Test/others' };
    expect(judgeResources([documentOf(other)], [transit], none, now)).toEqual([]);
  });

  test('a judge that throws makes its verdict Unknown and leaves the others alone', () => {
    const broken = recommend('test/broken', ['enableMfa'], {
      judge: () => {
        throw new TypeError('cannot read x');
      },
    });
    const [judged] = judgeResources([documentOf(thing('a', { 'test/rest': 'good' }))], [broken, rest], none, now);
    expect(judged!.judgement.verdicts['test/broken']).toMatchObject({ code: 'Unknown', cause: 'JudgeFailed' });
    expect(judged!.judgement.verdicts['test/rest']!.code).toBe('Healthy');
  });

  test('the same verdicts again are no change and keep their times', () => {
    const documents = [documentOf(thing('a', { 'test/transit': 'good' }))];
    const first = judgeResources(documents, [transit], none, now);
    const [second] = judgeResources(documents, [transit], previousOf(first), later);
    expect(second!.changed).toBe(false);
    expect(second!.judgement).toEqual(first[0]!.judgement);
  });

  test('a changed code keeps the first evaluation and moves the change', () => {
    const first = judgeResources([documentOf(thing('a', { 'test/transit': 'good' }))], [transit], none, now);
    const changed = [documentOf(thing('a', { 'test/transit': 'bad' }))];
    const [second] = judgeResources(changed, [transit], previousOf(first), later);
    expect(second!.changed).toBe(true);
    expect(second!.judgement.verdicts['test/transit']).toMatchObject({
      code: 'Unhealthy',
      firstEvaluatedAt: now.toISOString(),
      changedAt: later.toISOString(),
    });
  });

  test('another reason with the same code is a change that does not move the time of the code', () => {
    const reasoned = (reason: string) =>
      recommend('test/reasoned', [], { judge: () => unhealthy('Open', `Open: ${reason}`) });
    const documents = [documentOf(thing('a'))];
    const first = judgeResources(documents, [reasoned('22')], none, now);
    const [second] = judgeResources(documents, [reasoned('3389')], previousOf(first), later);
    expect(second!.changed).toBe(true);
    expect(second!.judgement.verdicts['test/reasoned']!.changedAt).toBe(now.toISOString());
  });

  test('a new recommendation and a withdrawn one are changes', () => {
    const documents = [documentOf(thing('a', { 'test/transit': 'good', 'test/rest': 'good' }))];
    const both = judgeResources(documents, [transit, rest], none, now);
    const [fewer] = judgeResources(documents, [transit], previousOf(both), later);
    const [more] = judgeResources(documents, [transit, rest], previousOf([fewer!]), later);
    expect([fewer!.changed, more!.changed]).toEqual([true, true]);
  });

  test('a verdict is as old as the oldest snapshot behind it', () => {
    const child = { ...thing('a/parts/p'), id: `${idOf('a')}/parts/p`, type: 'Microsoft.Test/things/parts' };
    const readsParts = recommend('test/parts', [], {
      judge: (_resource, graph) => {
        graph.ofType('Microsoft.Test/things/parts');
        return healthy();
      },
    });
    const documents = [
      documentOf(thing('a'), '2026-11-21T11:00:00.000Z'),
      documentOf(child, '2026-11-19T11:00:00.000Z'),
    ];
    const [judged] = judgeResources(documents, [readsParts, transit], none, now);
    expect(judged!.stale).toMatchObject([{ recommendation: 'test/parts', hours: 24 }]);
    expect(judged!.judgement.observedAt).toBe('2026-11-19T11:00:00.000Z');
  });
});
