import type { SubscriptionInventory } from '../inventory';
import type { LogReader, ReaderCursor, ReaderPart } from '../logReader';
import type { Stored } from './stored';

/** Container `settings`, scope `/logreaders`. */
export interface LogReaderDocument extends Stored {
  kind: 'logReader';
  scope: string;
  reader: LogReader;
}

/** How far one part of a reader is read. Container `settings`, scope `/logreaders/{name}`. */
export interface ReaderPositionDocument extends Stored {
  kind: 'readerPosition';
  scope: string;
  part: ReaderPart;
  cursor: ReaderCursor;
  /** Records sent so far, repeats among them. */
  records: number;
  /** Somebody reads this part and saves before that time (ISO); then it is anybody's. */
  heldUntil?: string;
  /** When it was last read to its end without an error. */
  readAt?: string;
  error?: { at: string; code: string; message: string };
}

/** Container `settings`, scope `/inventory`: how far the resources of a subscription are read. */
export interface InventoryDocument extends Stored {
  kind: 'inventory';
  scope: string;
  inventory: SubscriptionInventory;
  /** Somebody reads and saves before that time (ISO); then it is anybody's. */
  heldUntil?: string;
  error?: { at: string; code: string; message: string };
}
