import { PolicyFault } from '../doubt';

/** One step of an alias. `text` is a key in lower case; `[*]` stands as a step of its own. */
export interface Segment {
  text: string;
  star: boolean;
  /** True if another `[*]` follows. */
  starAfter: boolean;
  envelope: boolean;
  /** The part behind the last `/`, which may be the name of a singleton child. */
  tail: string;
  /** As the kind of a polymorphic object would be written. */
  kind: string;
  /** The same path with the `/` of this step split into steps: made when asked for, as there are many ways to split. */
  split: (() => readonly Segment[]) | undefined;
}

/** Members of a resource beside `properties`. */
const envelope = new Set(
  'sku kind identity zones plan managedby extendedlocation location tags etag systemdata name id'.split(' '),
);

/** How a kind is written in an alias: `Microsoft.ServiceBus/EventHub` is `microsoft-servicebus-eventhub`. */
export const kindName = (value: string): string => value.toLowerCase().replaceAll(/[/.]/g, '-');

/** Values nest no deeper while rules are evaluated, and names of types add a few. */
const maxSteps = 160;

/** Throws PolicyFault for brackets that are none of `[*]`, and for a path of too many steps. */
export function checkPath(path: string): void {
  if (path.split(/[./[]/, maxSteps + 1).length > maxSteps)
    throw new PolicyFault('limit-exceeded', `more than ${maxSteps} steps in ${path.slice(0, 100)}`);
  if (path.includes('[') && /[[\]]/.test(path.replaceAll('[*]', ''))) throw new PolicyFault('unsupported-field', path);
}

/** Steps of a path such as `rules[*].ports`, in lower case. */
export function segmentsOf(path: string): readonly Segment[] {
  const texts = path.split('.').flatMap((part) => (part.includes('[*]') ? stepsOf(part) : [part]));
  return linked(texts.filter((text) => text !== ''));
}

const stepsOf = (part: string): string[] =>
  part.split('[*]').flatMap((piece, at) => (at > 0 ? ['[*]', piece] : [piece]));

function linked(texts: readonly string[]): readonly Segment[] {
  const lastStar = texts.lastIndexOf('[*]');
  return texts.map((text, at) => ({
    text,
    star: text === '[*]',
    starAfter: at < lastStar,
    envelope: envelope.has(text),
    tail: text.slice(text.lastIndexOf('/') + 1),
    kind: text.includes('/') ? kindName(text) : text,
    split: text.includes('/')
      ? lazily(() => linked(texts.flatMap((one, place) => (place === at ? one.split('/') : [one]))))
      : undefined,
  }));
}

function lazily<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}
