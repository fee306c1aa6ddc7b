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
  /** The same path with the `/` of this step split into steps. */
  split: readonly Segment[] | undefined;
}

/** Members of a resource beside `properties`. */
const envelope = new Set(
  'sku kind identity zones plan managedby extendedlocation location tags etag systemdata name id'.split(' '),
);

/** How a kind is written in an alias: `Microsoft.ServiceBus/EventHub` is `microsoft-servicebus-eventhub`. */
export const kindName = (value: string): string => value.toLowerCase().replaceAll(/[/.]/g, '-');

/** Throws PolicyFault for brackets that are none of `[*]`. */
export function checkPath(path: string): void {
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
  return texts.map((text, at) => ({
    text,
    star: text === '[*]',
    starAfter: texts.includes('[*]', at + 1),
    envelope: envelope.has(text),
    tail: text.slice(text.lastIndexOf('/') + 1),
    kind: text.includes('/') ? kindName(text) : text,
    split: text.includes('/') ? linked([...texts.slice(0, at), ...text.split('/'), ...texts.slice(at + 1)]) : undefined,
  }));
}
