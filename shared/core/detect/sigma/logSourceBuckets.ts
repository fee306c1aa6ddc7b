import type { LogSource } from '../../../model/telemetryEvent';
import type { CompiledRule } from './compileRule';
import { hasParts } from './logSourcePlan';
import { createRuleBucket, type RuleBucket } from './ruleBucket';

/** Log sources that are remembered: senders cannot make the table grow without end. */
const maxBuckets = 10_000;

type ByName<Value> = Map<string, Value>;

/** The rules for a log source. A bucket is made when the first event of its log source comes. */
export function createBuckets(rules: readonly CompiledRule[]): (logSource: LogSource) => RuleBucket {
  const products: ByName<ByName<ByName<RuleBucket>>> = new Map();
  let count = 0;

  return ({ product = '', service = '', category = '' }) => {
    const known = products.get(product)?.get(service)?.get(category);
    if (known !== undefined) return known;
    if (count++ >= maxBuckets) {
      products.clear();
      count = 0;
    }
    const bucket = createRuleBucket(
      rules.filter(({ events }) => events.some((wanted) => hasParts(wanted, { product, service, category }))),
    );
    const services = products.get(product) ?? new Map<string, ByName<RuleBucket>>();
    const categories = services.get(service) ?? new Map<string, RuleBucket>();
    products.set(product, services.set(service, categories.set(category, bucket)));
    return bucket;
  };
}
