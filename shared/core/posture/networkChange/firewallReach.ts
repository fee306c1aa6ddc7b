import type { JsonObject } from '../../../model/json';
import type { Weakening } from '../../../model/networkChange';
import { childrenIn, objectIn, textIn, textsIn } from './configReader';
import type { Reach } from './reach';
import { holdsAddress } from './securityGroupReach';

/** Members of `properties` that hold rule collections: of a firewall with classic rules, and of a group of a policy. */
const lists = ['networkRuleCollections', 'applicationRuleCollections', 'natRuleCollections', 'ruleCollections'];
const maxNamed = 20;

interface FirewallRule {
  /** Collection and rule. */
  name: string;
  action: 'allow' | 'deny' | 'dnat';
  /** What it speaks of, by member: sources, destinations, ports, protocols, names. */
  members: Record<string, string[]>;
}

/**
 * Whether a firewall lets more through: collections or rules that allow or publish something new, rules with more in one of
 * their lists, denials that are gone, threat intelligence or intrusion detection that does less, a policy taken away.
 */
export function firewallReach(before: JsonObject, after: JsonObject): Reach {
  const [was, is] = [rulesOf(before), rulesOf(after)];
  const weakenings = [
    ...grown(was, is),
    ...lostDenials(was, is),
    ...modes(before, after),
    ...exemptions(before, after),
  ];
  const [policyWas, policyIs] = [before, after].map((config) => textIn(config, 'properties', 'firewallPolicy'));
  if (policyWas && !policyIs)
    weakenings.push({ reason: 'PolicyDetached', detail: 'The firewall has no policy any more.', severity: 'Medium' });
  const isReplaced = policyWas && policyIs && policyWas !== policyIs;
  return { weakenings, ...(isReplaced && { notJudged: 'Another policy is attached: compare the two' }) };
}

function rulesOf(config: JsonObject): FirewallRule[] {
  return lists.flatMap((list) =>
    childrenIn(config, 'properties', list).flatMap(([collection, members]) => {
      const body = Object.hasOwn(members, 'properties') ? objectIn(members, 'properties') : members;
      const action = actionOf(list, textIn(body, 'ruleCollectionType'), textIn(body, 'action', 'type'));
      return childrenIn(body, 'rules').map(([name, rule]) => ({
        name: `${collection}/${name}`,
        action,
        members: Object.fromEntries(Object.keys(rule).map((key) => [key, wordsOf(rule, key)])),
      }));
    }),
  );
}

function actionOf(list: string, type: string, action: string): FirewallRule['action'] {
  if (list === 'natRuleCollections' || /nat/i.test(type) || /^(?:dnat|snat)$/i.test(action)) return 'dnat';
  return action.toLowerCase() === 'deny' ? 'deny' : 'allow';
}

/** A list as words in lower case; objects in it (protocol and port) as one word each. */
function wordsOf(rule: JsonObject, key: string): string[] {
  const value = rule[key];
  const items = Array.isArray(value) ? value : [value];
  return items.map((item) => (typeof item === 'string' ? item : (JSON.stringify(item) ?? '')).toLowerCase());
}

function grown(was: readonly FirewallRule[], is: readonly FirewallRule[]): Weakening[] {
  const before = new Map(was.map((rule) => [rule.name, rule]));
  const found = is.flatMap((rule): Weakening[] => {
    if (rule.action === 'deny') return [];
    const old = before.get(rule.name);
    if (old?.action === 'deny')
      return [
        { reason: 'DenyTurnedAllow', detail: `The rule ${rule.name} denied and now allows.`, severity: 'Medium' },
      ];
    if (old === undefined) {
      const wide = isWide(rule) || rule.action === 'dnat';
      const detail = `The rule ${rule.name} is new and ${rule.action === 'dnat' ? 'publishes' : 'allows'} traffic.`;
      return [{ reason: 'AllowAdded', detail, severity: wide ? 'Medium' : 'Low' }];
    }
    const wider = widerMembers(old, rule);
    if (wider.length === 0) return [];
    const detail = `The rule ${rule.name} allows more: ${wider.join(', ')}.`;
    return [{ reason: 'AllowWidened', detail, severity: isWide(rule) ? 'Medium' : 'Low' }];
  });
  return found.slice(0, maxNamed);
}

const addressed = ['sourceAddresses', 'destinationAddresses', 'targetFqdns', 'destinationFqdns'];

const isAny = (word: string): boolean => word === '*' || word === '0.0.0.0/0' || word === '::/0' || word === 'internet';

/** From or to anybody. */
const isWide = ({ members }: FirewallRule): boolean => addressed.some((name) => (members[name] ?? []).some(isAny));

const descriptive = new Set(['description', 'ruleType', 'priority']);

/** Members with a word that none of the old ones holds. */
const widerMembers = (old: FirewallRule, rule: FirewallRule): string[] =>
  Object.entries(rule.members).flatMap(([name, words]) => {
    const known = old.members[name] ?? [];
    const isMore = words.some((word) => !known.some((one) => holds(one, word)));
    return isMore && !descriptive.has(name) ? [name] : [];
  });

function holds(known: string, word: string): boolean {
  if (known === 'any' || holdsAddress(known, word)) return true;
  const [wide, narrow] = [known, word].map((text) => /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text));
  if (!wide || !narrow) return false;
  return Number(wide[1]) <= Number(narrow[1]) && Number(narrow[2] ?? narrow[1]) <= Number(wide[2] ?? wide[1]);
}

function lostDenials(was: readonly FirewallRule[], is: readonly FirewallRule[]): Weakening[] {
  const now = new Map(is.map((rule) => [rule.name, rule]));
  return was
    .filter((rule) => {
      const kept = now.get(rule.name);
      // one that allows instead is told as such
      return rule.action === 'deny' && (!kept || (kept.action === 'deny' && widerMembers(kept, rule).length > 0));
    })
    .slice(0, maxNamed)
    .map(({ name }) => ({
      reason: 'DenyRemoved',
      detail: `The rule ${name}, which denied traffic, is gone or denies less.`,
      severity: 'Low' as const,
    }));
}

const levels = ['off', 'alert', 'deny'];

/** What is not set is Alert for threat intelligence, and off for intrusion detection. */
function modes(before: JsonObject, after: JsonObject): Weakening[] {
  const found: Weakening[] = [];
  const watch = (what: string, reason: string, preset: string, ...keys: string[]) => {
    const [was, is] = [before, after].map((config) =>
      (textIn(config, 'properties', ...keys) || preset).toLowerCase(),
    ) as [string, string];
    if (levels.indexOf(is) >= levels.indexOf(was)) return;
    const severity = is === 'off' ? 'High' : 'Medium';
    found.push({ reason, detail: `${what} was set to ${was} and is set to ${is}.`, severity });
  };
  watch('Threat intelligence', 'ThreatIntelligenceWeakened', 'alert', 'threatIntelMode');
  watch('Intrusion detection', 'IntrusionDetectionWeakened', 'off', 'intrusionDetection', 'mode');
  return found;
}

function exemptions(before: JsonObject, after: JsonObject): Weakening[] {
  const more = [
    ['threatIntelWhitelist', 'ipAddresses'],
    ['threatIntelWhitelist', 'fqdns'],
  ].flatMap((keys) => {
    const known = new Set(textsIn(before, 'properties', ...keys));
    return textsIn(after, 'properties', ...keys).filter((word) => !known.has(word));
  });
  if (more.length === 0) return [];
  const detail = `Threat intelligence no longer looks at ${more.slice(0, maxNamed).join(', ')}.`;
  return [{ reason: 'ThreatIntelligenceExempted', detail, severity: 'Low' }];
}
