import { Doubt, isDoubt } from './doubt';
import { createFrame, lookAt, type Frame } from './frame';
import { doubted, settled, type Judgement } from './judgement';
import type { PreparedResource } from './resources/prepare';
import type { World } from './resources/world';
import type { Test, Truth } from './truth';

export type Judge = (resource: PreparedResource, world: World) => Judgement;

/** The parts of a compiled rule. */
export interface RuleParts {
  effect: string;
  admits: (resource: PreparedResource) => boolean;
  condition: Test;
  /** Of a rule that looks at one resource: whether it is about it. */
  applies?: (frame: Frame) => boolean;
  /** Of a rule that looks for a related resource: whether there is one. */
  satisfied?: Test;
}

/** True: not compliant. Undefined: the rule is not about the resource. */
type Failing = (frame: Frame) => Truth | undefined;

/**
 * Judges one resource. A verdict that is unknown for soft reasons alone is looked at again with the conditions that failed
 * taken as false: only NonCompliant stands then, so that no failure makes a resource look better.
 */
export function ruleJudge({ effect, admits, condition, applies, satisfied }: RuleParts): Judge {
  const [compliant, failed, notApplicable] = [
    settled(effect, 'Compliant'),
    settled(effect, 'NonCompliant'),
    settled(effect, null),
  ];
  const unreadable = doubted(effect, 'Unknown', new Doubt('limit-exceeded', 'a resource nested too deep'));
  const failing: Failing = satisfied ? existenceFails(condition, satisfied) : condition;

  let frame: Frame | undefined;
  let last: Doubt | undefined;
  let lastUnknown = unreadable;

  /** Doubts of the rule itself, such as a missing parameter, are the same object for every resource. */
  function unknown(doubt: Doubt): Judgement {
    if (doubt !== last) lastUnknown = doubted(effect, 'Unknown', doubt);
    last = doubt;
    return lastUnknown;
  }

  return (resource, world) => {
    if (!admits(resource)) return notApplicable;
    if (resource.tooDeep) return unreadable;
    if (frame) lookAt(frame, resource, world);
    else frame = createFrame(resource, world);
    if (applies && !applies(frame)) return notApplicable;
    const truth = failing(frame);
    if (truth === undefined) return notApplicable;
    if (!isDoubt(truth)) return truth ? failed : compliant;
    if (truth.soft) {
      frame.lenient = true;
      if (failing(frame) === true) return doubted(effect, 'NonCompliant', truth);
    }
    return unknown(truth);
  };
}

function existenceFails(condition: Test, satisfied: Test): Failing {
  return (frame) => {
    const truth = condition(frame);
    if (truth === false) return undefined;
    if (truth !== true) return truth;
    const found = satisfied(frame);
    return isDoubt(found) ? found : !found;
  };
}
