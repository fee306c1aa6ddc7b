import type { Weakening } from '../../../model/networkChange';

/** How a change lets more through; `notJudged` says why that could not be told, or not of all of it. */
export interface Reach {
  weakenings: Weakening[];
  notJudged?: string;
}
