import type { Json } from '../../../model/json';
import type { LogSource } from '../../../model/telemetryEvent';
import { azure } from './pipelines/azure';
import { clouds } from './pipelines/clouds';
import { linux } from './pipelines/linux';
import type { Pipeline } from './pipelines/pipeline';
import { windows } from './pipelines/windows';

/** What the pipelines say of a rule: whose events it is asked, and under which names it finds its fields there. */
export interface LogSourcePlan {
  events: LogSource[];
  where: { [field: string]: Json }[];
  fields: ReadonlyMap<string, readonly string[]>;
}

const pipelines: readonly Pipeline[] = [...windows, ...linux, ...azure, ...clouds];

/** `rule` in lower case. */
export function logSourcePlan(rule: LogSource): LogSourcePlan {
  const own = pipelines.filter((pipeline) => hasParts(pipeline.rule, rule));
  const events = own.flatMap((pipeline) => pipeline.events ?? []);
  return {
    events: events.length === 0 ? [rule] : events,
    where: own.flatMap(({ where }) => (where === undefined ? [] : [where])),
    fields: new Map(
      own.flatMap(({ fields = {} }) => Object.entries(fields).map(([name, names]) => [name, namesOf(name, names)])),
    ),
  };
}

function namesOf(own: string, listed: readonly string[]): string[] {
  const names = listed.map((name) => name.toLowerCase());
  return names.includes(own) ? names : [own, ...names];
}

/** Whether a log source has all the parts of another one; an event's may be written in any case. */
export function hasParts(wanted: LogSource, { product = '', service = '', category = '' }: LogSource): boolean {
  return (
    (wanted.product === undefined || wanted.product === product.toLowerCase()) &&
    (wanted.service === undefined || wanted.service === service.toLowerCase()) &&
    (wanted.category === undefined || wanted.category === category.toLowerCase())
  );
}
