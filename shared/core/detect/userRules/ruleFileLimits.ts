/** Of the container `rules`: each instance of the app holds all of it in memory. */
export const ruleFileLimits = { files: 2_000, fileBytes: 131_072, allBytes: 8_388_608 } as const;

const segment = String.raw`\w[\w.-]{0,99}`;
const namePattern = new RegExp(`^(?:${segment}/){0,5}${segment}\\.ya?ml$`, 'i');

/** What is taken for rules, whoever put it there and whatever its name. */
export const isRuleFile = (name: string): boolean => /\.ya?ml$/i.test(name);

/** Names that the API gives. `folder/name.yml`: letters, digits, dots, hyphens and underscores, at most five folders. */
export const isRuleFileName = (name: string): boolean => namePattern.test(name);
