import type { Json, JsonObject } from '../../../model/json';

/**
 * Keys that AUOMS writes, by name: values without quotes run to the next of them, since command lines hold spaces and words with `=`.
 * From microsoft/OMS-Auditd-Plugin, and the keys of audit records in general.
 */
const keys = [
  'SchemaVersion auoms_version node arch syscall syscall_r success exit a0 a1 a2 a3 items ppid pid audit_user auid user uid group gid',
  'effective_user euid set_user suid filesystem_user fsuid effective_group egid set_group sgid filesystem_group fsgid tty ses comm exe',
  'key key_r cwd name inode dev mode o_user ouid owner_group ogid rdev nametype cap_fp cap_fi cap_fe cap_fver cap_frootid path_name',
  'path_nametype path_mode path_ouid path_ogid argc cmdline proctitle redactors containerid saddr addr_family addr path port acct',
  'op terminal res hostname unit id new_auid old_auid old_ses new_ses data msg subj obj sig reason ppcomm execve_arg_count',
  'src_ip src_port dst_ip dst_port reset_on_fork clone_flags pexe pcmdline starttime container_id AUOMS_STATUS',
]
  .join(' ')
  .split(' ');

const pair = new RegExp(String.raw`(?:^|\s)(${keys.join('|')})=`, 'g');
const header = /^(?:type=(\S{1,64}) )?(?:msg=)?audit\((\d{1,12}(?:\.\d{1,9})?):(\d{1,20})\):\s?/;

/** An audit event as AUOMS sends it in one line: already merged, so lists stand for its paths. */
export interface AuomsRecord {
  type: string;
  /** Epoch seconds with fraction. */
  time: string;
  serial: string;
  fields: JsonObject;
}

export function readAuoms(text: string): AuomsRecord | undefined {
  const found = header.exec(text);
  if (found === null) return undefined;
  const [whole, type = '', time = '', serial = ''] = found;
  return { type, time, serial, fields: readPairs(text.slice(whole.length)) };
}

function readPairs(text: string): JsonObject {
  const found = [...text.matchAll(pair)];
  const fields: JsonObject = {};
  found.forEach((match, at) => {
    const value = text.slice(match.index + match[0].length, found[at + 1]?.index ?? text.length).trim();
    if (value !== '' && value !== '(null)' && fields[match[1]!] === undefined)
      fields[match[1]!] = read(match[1]!, value);
  });
  return fields;
}

/** Quotes go round a whole value and are not escaped within it; `key_r` is hex with its parts separated by 0x01. */
function read(name: string, value: string): Json {
  const list = value.startsWith('[') && value.endsWith(']') ? listIn(value) : undefined;
  if (list !== undefined) return list;
  if (name === 'key_r' && /^(?:[0-9A-F]{2})+$/.test(value))
    return Buffer.from(value, 'hex').toString('latin1').split('\x01');
  return /^".*"$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}

function listIn(value: string): Json[] | undefined {
  try {
    return (JSON.parse(value) as Json[]).map(String);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
