import type { PreparedResource } from '../resources/prepare';
import { uniqueMark } from '../expression/uniqueMark';
import { Doubt } from '../doubt';

/** Behind this the names of guest-configuration assignments carry a hash that Azure Policy makes. */
const assignmentMark = '$pid';

/**
 * A test for names of related resources: `a`, `parent/child`, `parent/?` for any child; without case and from their ids. A
 * doubt where the name holds a hash that nobody can compute.
 */
export function relatedName(name: string): ((resource: PreparedResource) => boolean) | Doubt {
  const hash = name.indexOf(uniqueMark);
  if (hash >= 0) {
    const head = name.slice(0, hash).toLowerCase();
    return head.endsWith(assignmentMark)
      ? ({ nameLc }) => nameLc.startsWith(head)
      : new Doubt('unique-name', name.slice(0, hash));
  }
  const wanted = name.toLowerCase().split('/');
  if (wanted.length === 1) return ({ nameLc }) => nameLc === wanted[0];
  return ({ fullName }) => {
    const given = fullName.toLowerCase().split('/').slice(-wanted.length);
    return given.length === wanted.length && wanted.every((part, at) => part === '?' || part === given[at]);
  };
}
