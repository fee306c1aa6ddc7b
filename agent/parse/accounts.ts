export interface Account {
  name: string;
  uid: number;
  gid: number;
  home: string;
  shell: string;
}

export interface Group {
  name: string;
  gid: number;
  members: string[];
}

/** What was understood, and how many lines were not: those must be reported, never dropped in silence. */
export interface Parsed<T> {
  entries: T[];
  otherLines: number;
}

/** passwd(5): `name:password:uid:gid:comment:home:shell`. The password field is never kept. */
export function parsePasswd(text: string): Parsed<Account> {
  return parseLines(text, 7, ([name, , uid, gid, , home, shell]) =>
    isId(uid) && isId(gid)
      ? { name: name!, uid: Number(uid), gid: Number(gid), home: home!, shell: shell! }
      : undefined,
  );
}

/** group(5): `name:password:gid:member,member`. */
export function parseGroup(text: string): Parsed<Group> {
  return parseLines(text, 4, ([name, , gid, members]) =>
    isId(gid) ? { name: name!, gid: Number(gid), members: members!.split(',').filter(Boolean) } : undefined,
  );
}

const isId = (text: string | undefined) => text !== undefined && /^\d{1,10}$/.test(text);

function parseLines<T>(text: string, columns: number, read: (fields: string[]) => T | undefined): Parsed<T> {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const entries = lines
    .map((line) => line.split(':'))
    .map((fields) => (fields.length === columns && fields[0] ? read(fields) : undefined))
    .filter((entry) => entry !== undefined);
  return { entries, otherLines: lines.length - entries.length };
}
