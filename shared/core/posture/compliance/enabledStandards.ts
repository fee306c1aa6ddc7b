import { type PlanStates, planNames } from '../../../model/plan';
import type { Standard } from '../../../model/standard';
import { isPlanOn } from '../../alert/plans';

export interface StandardRow {
  standard: Standard;
  origin: 'shipped' | 'imported';
  isOn: boolean;
  /** Why it is off: switched off, or no plan is on. */
  offBecause?: 'SwitchedOff' | 'UnsupportedPricingPlan';
}

/**
 * Every standard of a subscription and whether it is on: the benchmark always, the others while a plan is on and nobody has
 * switched them off.
 */
export function standardRows(
  shipped: readonly Standard[],
  { imported, off, plans }: { imported: readonly Standard[]; off: readonly string[]; plans: PlanStates },
): StandardRow[] {
  const hasPlan = planNames.some((name) => isPlanOn(plans, name));
  const row = (standard: Standard, origin: StandardRow['origin']): StandardRow => {
    if (standard.alwaysOn) return { standard, origin, isOn: true };
    if (!hasPlan) return { standard, origin, isOn: false, offBecause: 'UnsupportedPricingPlan' };
    const isOff = off.includes(standard.name.toLowerCase());
    return isOff ? { standard, origin, isOn: false, offBecause: 'SwitchedOff' } : { standard, origin, isOn: true };
  };
  return [
    ...shipped.map((standard) => row(standard, 'shipped')),
    ...imported.map((standard) => row({ ...standard, alwaysOn: false }, 'imported')),
  ];
}
