import type { Command } from 'commander';

/** Every first word in the order of the help, with a summary of its command, or of the subcommands under it. */
const SUMMARIES = {
  start: 'run Largesse: web, chat and workers, or the roles you name',
  demo: 'show the main job, from /recognize to a redeemed code, with nothing configured',
  doctor: 'check every setting and server, and say what is wrong and how to fix it',
  migrate: 'update the schema of the database in DATABASE_URL',
  people: 'import people and list them',
  budget: 'set and show what departments may give',
  policy: 'set and show the rules about giving',
  allowance: 'set what one giver may give',
  recognize: 'thank someone with a gift, on behalf of a giver',
  gifts: 'list gifts, give many at once, take them back',
  redeem: 'add a gift code to the balance of its recipient',
  balance: 'show what somebody can spend and which gifts are waiting for them',
  approvals: 'decide requests that wait for approval',
  report: 'report what was given',
  audit: 'verify and export the books',
  jobs: 'list failed jobs and retry them',
  slack: 'set up the Slack app',
  discord: 'set up the Discord application',
  keys: 'create the keys that guard codes',
} as const;

export type FirstWord = keyof typeof SUMMARIES;

export const FIRST_WORDS = Object.keys(SUMMARIES) as FirstWord[];

/** The command of this name, such as `start`, or the parent of subcommands, such as `budget`; created on first use. */
export function commandOf(program: Command, name: FirstWord): Command {
  const known = program.commands.find((command) => command.name() === name);
  return known ?? program.command(name).description(SUMMARIES[name]);
}
