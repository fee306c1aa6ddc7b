import type { Json } from '../../../model/json';
import type { Doubt } from './doubt';
import type { PreparedResource } from './resources/prepare';
import type { World } from './resources/world';

/** What an expression answers: a value, null where there is none, or a doubt. */
export type Result = Json | Doubt;
export type Evaluate = (frame: Frame) => Result;

/** What one judgement looks at. One frame serves one resource: it is changed while conditions run. */
export interface Frame {
  /** The resource of the `if`, which the function `field()` always reads. */
  resource: PreparedResource;
  /** What field conditions read: the same, or within an existence condition the related resource. */
  target: PreparedResource;
  world: World;
  /** Current elements of the enclosing counts, outermost first. */
  elements: Json[];
  /** How often the conditions of the value counts around run, all together. */
  iterations: number;
  /** Second look at a verdict that failed for soft reasons alone: conditions that fail are false. */
  lenient: boolean;
}

export function createFrame(resource: PreparedResource, world: World): Frame {
  return { resource, target: resource, world, elements: [], iterations: 1, lenient: false };
}

/** Turns a frame to another resource; what it held of the last one is gone. */
export function lookAt(frame: Frame, resource: PreparedResource, world: World): void {
  frame.resource = resource;
  frame.target = resource;
  frame.world = world;
  frame.lenient = false;
}
