import { createRuleGuard } from '../../../shared/core/detect/ruleGuard';
import { indicatorRule as rule } from '../../../shared/core/detect/intel/indicatorDetector';
import { processEvent } from './telemetry';

const event = processEvent({});

/** A clock that moves only when work says how long it takes. */
function clocked() {
  let time = 0;
  const guard = createRuleGuard({ now: () => time, budget: 10, coolDown: 1000 });
  const taking =
    (...durations: number[]) =>
    () => {
      time += durations.shift() ?? 0;
      return 'result';
    };
  return { guard, taking, wait: (duration: number) => (time += duration) };
}

describe('the rule guard', () => {
  it('passes on what a rule answers', () => {
    const { guard, taking } = clocked();
    expect(guard.attempt(rule, event, taking(5))).toBe('result');
    expect(guard.drain()).toEqual([]);
  });

  it('answers nothing for a rule that throws, and reports it once', () => {
    const { guard } = clocked();
    const work = () => {
      throw new Error('broken');
    };
    expect(guard.attempt(rule, event, work)).toBeUndefined();
    expect(guard.drain()).toEqual([{ rule, kind: 'threw', detail: 'Error: broken', event }]);
    expect(guard.drain()).toEqual([]);
  });

  it('asks a rule that threw again for the next event', () => {
    const { guard, taking } = clocked();
    guard.attempt(rule, event, () => {
      throw new Error('broken');
    });
    expect(guard.attempt(rule, event, taking(1))).toBe('result');
  });

  it('keeps the result of a rule that overran, then lets it rest', () => {
    const { guard, taking } = clocked();
    expect(guard.attempt(rule, event, taking(50, 50))).toBe('result');
    expect(guard.attempt(rule, event, taking(1))).toBeUndefined();
    expect(guard.drain()).toMatchObject([{ kind: 'overran', detail: '50 ms for one event, allowed are 10' }]);
    expect(guard.skipped().get(rule.id)).toBe(1);
  });

  it('brings a rule back by itself', () => {
    const { guard, taking, wait } = clocked();
    guard.attempt(rule, event, taking(50, 50));
    wait(1000);
    expect(guard.attempt(rule, event, taking(1))).toBe('result');
  });

  it('does not blame a rule for a pause of the machine', () => {
    const { guard, taking } = clocked();
    expect(guard.attempt(rule, event, taking(500, 1))).toBe('result');
    expect(guard.attempt(rule, event, taking(1))).toBe('result');
    expect(guard.drain()).toEqual([]);
  });

  it('lets other rules go on while one rests', () => {
    const { guard, taking } = clocked();
    guard.attempt(rule, event, taking(50, 50));
    expect(guard.attempt({ ...rule, id: 'other' }, event, taking(1))).toBe('result');
  });

  it('blames, of several rules for one event, only the one that took too long twice', () => {
    const { guard, taking } = clocked();
    const slow = { rule: { ...rule, id: 'slow' }, work: taking(50, 50) };
    const paused = { rule: { ...rule, id: 'paused' }, work: taking(50, 1) };
    const quick = { rule, work: taking(1, 1) };
    expect(guard.attemptAll([slow, paused, quick], event, ({ work }) => work())).toEqual([
      'result',
      'result',
      'result',
    ]);
    expect(guard.drain()).toMatchObject([{ rule: { id: 'slow' }, kind: 'overran' }]);
    expect(guard.attemptAll([slow, quick], event, ({ work }) => work())).toEqual(['result']);
    expect(guard.skipped().get('slow')).toBe(1);
  });

  it('goes on with the others when one of several rules throws, and reports it once', () => {
    const { guard, taking } = clocked();
    const broken = {
      rule: { ...rule, id: 'broken' },
      work: () => {
        throw new Error('broken');
      },
    };
    const slow = { rule, work: taking(50, 1) };
    expect(guard.attemptAll([broken, slow], event, ({ work }) => work())).toEqual(['result']);
    expect(guard.drain()).toMatchObject([{ rule: { id: 'broken' }, kind: 'threw' }]);
  });
});
