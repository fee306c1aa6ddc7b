import type { Signal } from '../../core/detect/signal';

export interface SignalSender {
  /** Sends each signal under its entity key, in order. */
  send(signals: Signal[]): Promise<void>;
}
