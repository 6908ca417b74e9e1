import type { Command } from 'commander';
import { must } from '#src/domain/kit/must.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Core } from '#src/process/open-core.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';

type Options = { as?: string; json?: boolean };

/** `largesse balance`: shows what somebody may spend and which gifts wait for them, or everybody's totals. */
export function addBalance(program: Command): void {
  commandOf(program, 'balance')
    .option('--as <email>', 'the person; everybody if omitted', readEmail)
    .option('--json', 'print one JSON value')
    .addHelpText('after', '\nExample:\n  largesse balance --as alice@example.com')
    .action(({ as, json }: Options) =>
      withCore((core) => (as ? showOne(core, as, json) : showEverybody(core, json))),
    );
}

async function showOne(core: Core, email: string, json: boolean | undefined): Promise<void> {
  const { say, locale } = core.words;
  const person = await getPersonWithEmail(core, email);
  const balance = must(await core.app.queries.wallet.find(operatorOf(core, email), person.id), 'wallet');
  if (json) return printJson(balance);
  const { wallets, unredeemed } = balance;
  if (wallets.length === 0) print(`${person.name} has no balance yet.`);
  for (const wallet of wallets) print(`${say('balance.funds')}: ${formatMoney(wallet, locale)}`);
  if (unredeemed.length > 0) print(`\nGifts waiting to be redeemed: ${unredeemed.length}`);
  for (const { giverName: giver, lastFour, ...money } of unredeemed) {
    print(`  ${say('balance.gift', { amount: formatMoney(money, locale), giver, lastFour })}`);
  }
}

async function showEverybody(core: Core, json: boolean | undefined): Promise<void> {
  const balances = await core.app.queries.wallet.list(operatorOf(core));
  if (json) return printJson(balances);
  if (balances.length === 0) return print('Nobody has a balance or a gift waiting yet.');
  const columns = [
    { title: 'Name' },
    { title: 'Email' },
    { title: 'Gift funds', align: 'right' as const },
    { title: 'Gifts waiting', align: 'right' as const },
  ];
  const rows = balances.map(({ name, email, waiting, ...money }) => {
    return [name, email ?? '', formatMoney(money, core.words.locale), String(waiting)];
  });
  print(tableText(columns, rows));
}
