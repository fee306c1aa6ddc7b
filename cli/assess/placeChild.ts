/** Id and full type of a resource; empty where not known. */
export interface Place {
  id: string;
  type: string;
}

/**
 * Where a nested child lies that gives its type and name relative to its parent, as templates do: `databases`, or
 * `databases/keys` called `db/key`, or `providers/locks` called `Microsoft.Authorization/lock`. A type of its own that is
 * not below the parent's is attached to it. The id is empty where names are missing.
 */
export function placeChild(type: string, name: string, parent: Place): Place {
  if (type === '' || parent.type === '') return { id: '', type };
  const [steps, names] = stepsOf(type, name.split('/'), parent.type);
  let place = parent;
  steps.forEach((step, at) => {
    const own = names[at] ?? '';
    place =
      step.toLowerCase() === 'providers'
        ? { id: `${place.id}/providers/${own}`, type: own }
        : { id: `${place.id}/${step}/${own}`, type: `${place.type}/${step}` };
  });
  const isNamed = parent.id !== '' && names.length === steps.length && names.every(Boolean);
  return { id: isNamed ? place.id : '', type: place.type };
}

/** Types from the parent downwards, each with its name; behind `providers` comes the name of one. */
function stepsOf(type: string, names: string[], parentType: string): [steps: string[], names: string[]] {
  const parts = type.split('/');
  if (type.toLowerCase().startsWith(`${parentType.toLowerCase()}/`)) parts.splice(0, parentType.split('/').length);
  else if (parts[0]!.includes('.'))
    return [
      ['providers', ...parts.slice(1)],
      [parts[0]!, ...names.slice(1 - parts.length)],
    ];
  return [parts, names.slice(-parts.length)];
}
