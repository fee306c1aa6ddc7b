import { type Alert, type IncidentFacts, type IncidentMember, severities } from '../../../model/alert';
import type { JsonObject } from '../../../model/json';
import { cutText } from '../boundedText';

type AlertEntity = Alert['entities'][number];

/** All that an incident says comes of these, and joining them does not depend on order or repetition. */
export type Gathered = Pick<IncidentFacts, 'members' | 'techniques' | 'plans'> & { entities: AlertEntity[] };

const maxMembers = 100;
const maxEntities = 40;
const maxTechniques = 60;
const maxText = 300;

/** What one alert brings along. */
export function gatheredOf(alert: Alert): Gathered {
  const { guid, name, alertType, severity, intent, startTimeUtc, resourceId } = alert;
  const { alertDisplayName, compromisedEntity } = alert;
  const texts = { alertDisplayName: cut(alertDisplayName), compromisedEntity: cut(compromisedEntity) };
  return joined(
    {
      members: [{ guid, name, alertType, severity, intent, startTimeUtc, resourceId, ...texts }],
      techniques: [...alert.techniques, ...alert.subTechniques],
      plans: [alert.productComponentName],
      entities: alert.entities,
    },
    { members: [], techniques: [], plans: [], entities: [] },
  );
}

/** What both say together. Bounded: of each kind the first ones in an order of their content are kept. */
export function joined(one: Gathered, other: Gathered): Gathered {
  return {
    members: joinedMembers(one.members, other.members),
    techniques: distinct([...one.techniques, ...other.techniques]).slice(0, maxTechniques),
    plans: distinct([...one.plans, ...other.plans]).filter((plan) => plan !== ''),
    entities: joinedEntities([...one.entities, ...other.entities]),
  };
}

/** An alert may be told twice, as it was and as it is: what is worse counts. */
function joinedMembers(one: readonly IncidentMember[], other: readonly IncidentMember[]): IncidentMember[] {
  const byGuid = new Map<string, IncidentMember>();
  for (const member of [...one, ...other]) {
    const known = byGuid.get(member.guid);
    byGuid.set(member.guid, known ? worse(known, member) : member);
  }
  const inOrder = [...byGuid.values()].sort(
    (a, b) => textOrder(a.startTimeUtc, b.startTimeUtc) || textOrder(a.guid, b.guid),
  );
  return inOrder.slice(0, maxMembers);
}

function worse(a: IncidentMember, b: IncidentMember): IncidentMember {
  const by = severities.indexOf(b.severity) - severities.indexOf(a.severity) || textOrder(text(b), text(a));
  return by > 0 ? b : a;
}

const ranks = ['azure-resource', 'host', 'account', 'ip'];

function joinedEntities(entities: readonly AlertEntity[]): AlertEntity[] {
  const byKey = new Map<string, AlertEntity>();
  for (const entity of entities) {
    const short = shortened(entity as JsonObject);
    const key = text(short).toLowerCase();
    const known = byKey.get(key);
    if (!known || text(short) < text(known)) byKey.set(key, short);
  }
  const rankOf = ({ type }: AlertEntity): number => (ranks.indexOf(type) + ranks.length + 1) % (ranks.length + 1);
  const inOrder = [...byKey].sort(([a, x], [b, y]) => rankOf(x) - rankOf(y) || textOrder(a, b));
  return inOrder.slice(0, maxEntities).map(([, entity]) => entity);
}

const shortened = (entity: JsonObject): AlertEntity =>
  Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, typeof value === 'string' ? cut(value) : value]),
  ) as AlertEntity;

const cut = (value: string): string => cutText(value.length > maxText ? `${value.slice(0, maxText - 1)}…` : value);

const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

/** Members in the order of their names. */
const text = (value: object): string => JSON.stringify(Object.entries(value).sort(([a], [b]) => textOrder(a, b)));
