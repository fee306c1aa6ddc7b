const patterns: Record<string, RegExp> = {
  bool: /^(?:true|false)$/i,
  guid: /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i,
  alpha: /^[a-z]*$/i,
  decimal: /^-?[\d,]+(?:\.\d+)?$/,
  double: /^-?[\d,]*\.?\d+(?:e[+-]?\d+)?$/i,
  float: /^-?[\d,]*\.?\d+(?:e[+-]?\d+)?$/i,
  required: /^.+$/s,
};

function isWhole(value: string, limit: bigint): boolean {
  return /^[+-]?\d{1,19}$/.test(value) && BigInt(value) >= -limit && BigInt(value) < limit;
}

/** True when `value` satisfies a constraint such as `int`, `length(2,4)` or `regex(^a$)`; throws on an unknown one. */
export function satisfies(value: string, constraint: string): boolean {
  const [, name = '', given = ''] = /^([a-z]+)(?:\((.*)\))?$/is.exec(constraint.trim()) ?? [];
  const kind = name.toLowerCase();
  const pattern = patterns[kind];
  if (pattern !== undefined) return pattern.test(value);
  const [first = Number.NaN, second = first] = given.split(',').map(Number);
  switch (kind) {
    case 'int':
      return isWhole(value, 2n ** 31n);
    case 'long':
      return isWhole(value, 2n ** 63n);
    case 'datetime':
      return !Number.isNaN(Date.parse(value));
    case 'length':
      return value.length >= first && value.length <= second;
    case 'minlength':
      return value.length >= first;
    case 'maxlength':
      return value.length <= first;
    case 'min':
      return isWhole(value, 2n ** 63n) && Number(value) >= first;
    case 'max':
      return isWhole(value, 2n ** 63n) && Number(value) <= first;
    case 'range':
      return isWhole(value, 2n ** 63n) && Number(value) >= first && Number(value) <= second;
    case 'regex':
      return new RegExp(given, 'i').test(value);
    default:
      throw new Error(`unknown route constraint "${constraint}"`);
  }
}
