import type { Command } from 'commander';
import { must } from '#src/domain/kit/must.ts';
import type { GuardPolicy } from '#src/domain/wallet/guard-policy.ts';
import { VELOCITY_RULE_NAMES, type VelocityRuleName } from '#src/domain/wallet/velocity.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readCount } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';

const RULES = [
  { title: 'Rule' },
  { title: 'Limit', align: 'right' as const },
  { title: 'Then' },
  { title: 'What it is' },
];
const FIRINGS = [
  { title: 'When (UTC)' },
  { title: 'Who' },
  { title: 'Rule' },
  { title: 'Found', align: 'right' as const },
  { title: 'Limit', align: 'right' as const },
  { title: 'Then' },
];

const MEANINGS: Record<VelocityRuleName, string> = {
  'redeems-per-hour': 'redemptions of one person in an hour',
  'redeems-per-day': 'redemptions of one person in a day',
  'accounts-per-address': 'people who redeem from one address in a day',
  'new-device': 'hours that a device is new to somebody',
  'unusual-amount': 'times what somebody usually redeems',
  'spends-per-hour': 'purchases of one person in an hour',
  'spends-per-day': 'purchases of one person in a day',
  'unusual-spend': 'times what somebody usually spends',
};

/** `largesse guard show`: shows what counts as unusual, and the rules that fired last. */
export function addGuardShow(program: Command): void {
  addCommand(program, {
    name: 'guard show',
    summary: 'show what counts as unusual, what is done then, and the rules that fired last',
    takes: (command) => command.option('--limit <count>', 'at most so many that fired', readCount, 20),
    json: 'object',
    examples: ['guard show'],
    async run(core, { limit }: { limit: number }) {
      const guard = must(await core.app.queries.wallet.findGuard(operatorOf(core), { limit }), 'guard');
      const fired = guard.firings.map(({ at, name, rule, found, ...one }) => [
        at.toISOString().slice(0, 16).replace('T', ' '),
        name,
        rule,
        String(Math.floor(found)),
        String(one.limit),
        one.measure,
      ]);
      return {
        json: guard,
        text: [
          ...guardLines(guard.policy),
          '',
          ...(fired.length === 0 ? ['No rule has fired.'] : [tableText(FIRINGS, fired)]),
        ],
      };
    },
  });
}

/** The rules as columns of text. */
export function guardLines({ velocity, closing }: GuardPolicy): string[] {
  const rows = VELOCITY_RULE_NAMES.map((name) => {
    const rule = velocity[name];
    return [name, rule ? String(rule.limit) : '', rule?.measure ?? 'off', MEANINGS[name]];
  });
  return [tableText(RULES, rows), `Where nobody says otherwise, wallets are closed by: ${closing}`];
}
