import { eventsIn, messageOf, plainMessageOf } from './telemetryMix';

export const mixNames = ['plain', 'fleet'] as const;
export type MixName = (typeof mixNames)[number];

/** What is sent. Equal numbers give equal messages, and no two messages of a bench are equal. */
export interface Mix {
  messageOf: (run: number, number: number) => string;
  /** Events that the first `messages` messages of a run hold. */
  eventsIn: (messages: number) => number;
}

export const mixes: Record<MixName, Mix> = {
  plain: { messageOf: plainMessageOf, eventsIn: (messages) => messages },
  fleet: { messageOf, eventsIn },
};
