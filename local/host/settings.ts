/** Application settings, read as .NET configuration reads them: names ignore case, `:` and `__` are the same. */
export interface Settings {
  get: (name: string) => string | undefined;
  /** Settings below `name__`, by the rest of their name in lower case. */
  section: (name: string) => Record<string, string>;
  entries: [string, string][];
}

export function createSettings(values: Record<string, string | undefined>): Settings {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const key = (name: string): string => name.replaceAll(':', '__').toLowerCase();
  const byKey = new Map(entries.map(([name, value]) => [key(name), value]));

  function section(name: string): Record<string, string> {
    const prefix = `${key(name)}__`;
    const found = [...byKey].filter(([full]) => full.startsWith(prefix));
    return Object.fromEntries(found.map(([full, value]) => [full.slice(prefix.length), value]));
  }
  return { get: (name) => byKey.get(key(name)), section, entries };
}

/** Replaces every `%SETTING%` in `text`; throws when a setting does not exist, as Azure does at indexing. */
export function expandSettings(text: string, settings: Settings): string {
  return text.replace(/%([^%\s]+)%/g, (_, name: string) => {
    const value = settings.get(name);
    if (value === undefined) throw new Error(`'%${name}%' does not resolve to a value; add the setting ${name}`);
    return value;
  });
}
