import { AmqpFault } from './amqpFault';

export type StartPosition =
  | { from: 'earliest' }
  | { from: 'latest' }
  | { from: 'offset' | 'sequence' | 'time'; value: number; inclusive: boolean };

const SELECTOR = /^\s*amqp\.annotation\.x-opt-(offset|sequence-number|enqueued-time)\s*(>=?)\s*'([^']{1,64})'\s*$/;
const KINDS = { offset: 'offset', 'sequence-number': 'sequence', 'enqueued-time': 'time' } as const;

/** Start of a receiver from its selector filter; without one a receiver starts at the beginning, as the service does. */
export function parseStartPosition(selector: string | undefined): StartPosition {
  if (selector === undefined) return { from: 'earliest' };
  const [, kind, operator, text] = SELECTOR.exec(selector) ?? [];
  if (kind === undefined || text === undefined) throw invalid(selector);
  if (text === '@latest') return { from: 'latest' };
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw invalid(selector);
  if (value === -1 && kind !== 'enqueued-time') return { from: 'earliest' };
  return { from: KINDS[kind as keyof typeof KINDS], value, inclusive: operator === '>=' };
}

function invalid(selector: string): AmqpFault {
  return new AmqpFault(
    'com.microsoft:argument-error',
    `The filter "${selector.slice(0, 200)}" is not supported. ` +
      "Use amqp.annotation.x-opt-offset, x-opt-sequence-number or x-opt-enqueued-time with > or >= and a quoted number or '@latest'.",
  );
}
