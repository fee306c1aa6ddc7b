import { z } from 'zod';
import { checkAddresses } from '../core/fanout/targetPolicy';
import type { ActionForm, Sink } from '../flows/delivery';
import type { DraftAction } from '../flows/saveAutomation';
import type { StoredAction } from '../model/automation';
import { Rejected } from '../model/rejected';
import type { ActionRequest } from './automationBody';
import { badRequest, type HttpError } from './httpError';

/** The kinds of action that this deployment has. */
export type ActionKind = Pick<Sink, 'actionType' | 'form'>;

const maxSecretLength = 8192;

const invalid = (message: string): HttpError =>
  badRequest('InvalidRequestContent', `The request content is invalid. ${message}`);

/**
 * Actions as they are to be stored. One without its secret keeps the secret of a stored action with the same target: a
 * secret never moves to another target. Throws HttpError 400; messages never repeat a secret.
 */
export function draftActions(
  sent: ActionRequest[],
  stored: StoredAction[],
  kinds: ActionKind[],
  allowedTargets: string[],
): DraftAction[] {
  const left = [...stored];
  return sent.map((action, index) => {
    const at = `properties.actions.${index}`;
    const kind = kindOf(action, kinds, at);
    const { form } = kind;
    const draft: DraftAction = { actionType: kind.actionType, ...membersOf(action, form, at) };
    const kept = takeSame(left, draft, form);
    const secret = secretOf(action, form, at);
    if (secret !== undefined)
      return { ...draft, secret: checked(secret, form, `${at}.${form.secret}`, allowedTargets) };
    if (kept?.secretId !== undefined) return { ...draft, secretId: kept.secretId };
    if (form.sendsAsItself(draft)) return draft;
    throw invalid(`${at}.${form.secret}: ${form.secretNeeded}.`);
  });
}

function kindOf({ actionType }: ActionRequest, kinds: ActionKind[], at: string): ActionKind {
  const kind = kinds.find((candidate) => candidate.actionType.toLowerCase() === actionType.toLowerCase());
  if (kind) return kind;
  const known = kinds.map((candidate) => candidate.actionType).join(', ');
  throw invalid(`${at}.actionType: this deployment has no action of the kind '${actionType}'; it has ${known}.`);
}

function membersOf(action: ActionRequest, { members }: ActionForm, at: string): Record<string, unknown> {
  const parsed = members.safeParse(action);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${[at, ...path].join('.')}: ${message}`);
    throw invalid(`${faults.join('; ')}.`);
  }
  return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
}

function secretOf(action: ActionRequest, form: ActionForm, at: string): string | undefined {
  const parsed = z.string().max(maxSecretLength).nullish().safeParse(action[form.secret]);
  if (parsed.success) return parsed.data || undefined;
  throw invalid(`${at}.${form.secret}: must be a text of at most ${maxSecretLength} characters.`);
}

/** Several actions may have one target: each stored one is used once, in order. */
function takeSame(left: StoredAction[], draft: DraftAction, { target }: ActionForm): StoredAction | undefined {
  const targetOf = (action: StoredAction): string => targetIdOf(action, target).toLowerCase();
  const at = left.findIndex((one) => one.actionType === draft.actionType && targetOf(one) === targetOf(draft));
  return at < 0 ? undefined : left.splice(at, 1)[0];
}

/** Addresses are judged here; names when they are resolved, at delivery. */
function checked(secret: string, form: ActionForm, at: string, allowedTargets: string[]): string {
  try {
    const name = form
      .hostOf(secret)
      .toLowerCase()
      .replace(/^\[(.*)\]$/, '$1');
    const address = name === 'localhost' ? '127.0.0.1' : name;
    if (/^[\d.]+$/.test(address) || address.includes(':')) checkAddresses(name, [address], allowedTargets);
    return secret;
  } catch (error) {
    if (error instanceof Rejected) throw invalid(`${at}: ${error.message}.`);
    throw error;
  }
}

/** The ARM id in the member that names the target; empty when there is none. */
export function targetIdOf(action: StoredAction, target: string): string {
  const id = action[target];
  return typeof id === 'string' ? id : '';
}
