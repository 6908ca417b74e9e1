import type { Command } from 'commander';

const GROUPS = {
  budget: 'set and show what departments may give',
  policy: 'set and show the rules about giving',
  allowance: 'set what one giver may give',
  approvals: 'decide what waits for a decision',
  people: 'bring people in and list them',
  gifts: 'list gifts, give many at once, take them back',
  report: 'read what was given',
  audit: 'prove the books',
  jobs: 'look after work that was put aside',
  slack: 'set the Slack app up',
  discord: 'set the Discord application up',
  keys: 'make the keys that guard codes',
} as const;

/** The command that others stand under, such as `budget` in `largesse budget set`; made when first asked for. */
export function groupOf(program: Command, name: keyof typeof GROUPS): Command {
  const known = program.commands.find((command) => command.name() === name);
  return known ?? program.command(name).description(GROUPS[name]);
}
