import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readCount } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';

type Options = { person?: string; all?: true; limit: number };

const COLUMNS = ['Id', 'Whose', 'Granted', 'Left', 'Paid by', 'Expires (UTC)', 'Status', 'What for'].map(
  (title) => ({ title, ...(title === 'Granted' || title === 'Left' ? { align: 'right' as const } : {}) }),
);

/** `largesse promo list`: lists promotional credit, what expires first above. */
export function addPromoList(program: Command): void {
  addCommand(program, {
    name: 'promo list',
    summary: 'list promotional credit: whose, what is left of it and until when',
    takes: (command) =>
      command
        .option('--person <who>', 'only theirs')
        .option('--all', 'what has expired or was taken back, too')
        .option('--limit <count>', 'at most so many', readCount, 200),
    json: 'array',
    examples: ['promo list', 'promo list --person alice@example.com --all'],
    async run(core, { person: who, all, limit }: Options) {
      const personId = who === undefined ? undefined : (await getPersonCalled(core, who)).id;
      const filter = { personId, isOpen: !all, limit };
      const promos = await core.app.queries.wallet.listPromos(operatorOf(core), filter);
      const { locale } = core.words;
      const rows = promos.map(({ currency, amountMinor, leftMinor, ...promo }) => [
        promo.grantId,
        promo.person,
        formatMoney({ amountMinor, currency }, locale),
        formatMoney({ amountMinor: leftMinor, currency }, locale),
        promo.department,
        promo.expiresAt.toISOString().slice(0, 16).replace('T', ' '),
        promo.status,
        promo.reason,
      ]);
      const text = promos.length === 0 ? 'There is no promotional credit.' : tableText(COLUMNS, rows);
      return { json: promos, text };
    },
  });
}
