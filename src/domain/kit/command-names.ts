/** Our chat commands, by the names that they have unless somebody names them otherwise. */
export const COMMANDS = [
  'recognize',
  'redeem',
  'balance',
  'wallet',
  'store',
  'report-code',
  'budget',
  'report',
  'join',
  'help',
] as const;

export type CommandName = (typeof COMMANDS)[number];

/** Other names for some commands. */
export type CommandNames = Readonly<Partial<Record<CommandName, string>>>;

/** What Slack and Discord both take, the slash left out. */
const NAME = /^[a-z0-9_-]{1,31}$/u;

/**
 * Reads names for commands: `gift-` puts that before every name, `recognize=kudos` names one, and both may be combined
 * with commas. Says what is wrong otherwise.
 */
export function readCommandNames(text: string): { names: CommandNames } | { wrong: string } {
  const parts = text.split(',').map((part) => part.trim());
  const prefixes = parts.filter((part) => !part.includes('='));
  if (prefixes.length > 1) return { wrong: `has two prefixes, ${prefixes.join(' and ')}` };
  const names: Partial<Record<CommandName, string>> = {};
  for (const name of prefixes.length === 0 ? [] : COMMANDS) names[name] = `${prefixes[0]}${name}`;
  for (const part of parts.filter((each) => each.includes('='))) {
    const [name = '', given = ''] = part.split('=').map((side) => side.trim().replace(/^\//u, ''));
    const known = COMMANDS.find((each) => each === name);
    if (!known) return { wrong: `names /${name}, which is none of ${COMMANDS.join(', ')}` };
    names[known] = given;
  }
  return findWrong(names) ?? { names };
}

function findWrong(names: CommandNames): { wrong: string } | undefined {
  const all = COMMANDS.map((name) => names[name] ?? name);
  const bad = all.find((name) => !NAME.test(name));
  if (bad !== undefined) {
    return { wrong: `makes the name “${bad}”: take 1 to 31 of the characters a-z, 0-9, - and _` };
  }
  const twice = all.find((name, index) => all.indexOf(name) < index);
  return twice === undefined ? undefined : { wrong: `gives two commands the name /${twice}` };
}
