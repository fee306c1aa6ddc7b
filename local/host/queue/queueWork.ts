import type { DequeuedMessageItem } from '@azure/storage-queue';
import { jsonProperties } from '../bindingData';
import type { TypedData } from '../app/functionsCore';
import type { Work } from '../dispatcher';
import { json } from '../typedData';

const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Text of a message, or undefined when it is not base64 although host.json says so. */
export function decodeMessage(text: string, encoding: 'base64' | 'none'): string | undefined {
  if (encoding === 'none') return text;
  return base64Pattern.test(text.trim()) ? Buffer.from(text, 'base64').toString('utf8') : undefined;
}

function propertyData(value: unknown): TypedData {
  return typeof value === 'string' ? { string: value } : json(value);
}

/** What the handler gets for one message: its text, and as metadata the message's own top-level properties too. */
export function queueWork(message: DequeuedMessageItem, text: string): Work {
  const properties = jsonProperties(text);
  const system = {
    QueueTrigger: text,
    Id: message.messageId,
    DequeueCount: message.dequeueCount,
    InsertionTime: message.insertedOn,
    ExpirationTime: message.expiresOn,
    NextVisibleTime: message.nextVisibleOn,
    PopReceipt: message.popReceipt,
  };
  const metadata: Record<string, TypedData> = {
    ...Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, propertyData(value)])),
    QueueTrigger: { string: text },
    Id: { string: message.messageId },
    DequeueCount: { int: message.dequeueCount },
    InsertionTime: json(message.insertedOn),
    ExpirationTime: json(message.expiresOn),
    NextVisibleTime: json(message.nextVisibleOn),
    PopReceipt: { string: message.popReceipt },
  };
  return { input: { string: text }, metadata, bindingData: { ...properties, ...system } };
}
