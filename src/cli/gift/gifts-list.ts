import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ListedGift } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { GIFT_STATUSES, type GiftStatus } from '#src/domain/states.ts';
import type { Core } from '#src/process/open-core.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';

type Options = { giver?: string; recipient?: string; status?: GiftStatus; limit: number; json?: boolean };

/** `largesse gifts list`: lists gifts with their ids, newest first. */
export function addGiftsList(program: Command): void {
  commandOf(program, 'gifts')
    .command('list')
    .description('list gifts, newest first')
    .option('--giver <email>', 'only gifts from this person', readEmail)
    .option('--recipient <email>', 'only gifts to this person', readEmail)
    .addOption(new Option('--status <status>', 'only gifts in this state').choices(GIFT_STATUSES))
    .option('--limit <number>', 'how many at most', readCount, 50)
    .option('--json', 'print one JSON array')
    .addHelpText(
      'after',
      '\nExample:\n  largesse gifts list --recipient alice@example.com --status delivered',
    )
    .action((options: Options) => withCore((core) => list(core, options)));
}

async function list(core: Core, { giver, recipient, status, limit, json }: Options): Promise<void> {
  const giverId = giver && (await getPersonWithEmail(core, giver)).id;
  const recipientId = recipient && (await getPersonWithEmail(core, recipient)).id;
  const gifts = await core.app.queries.gift.list(operatorOf(core), {
    ...(giverId ? { giverId } : {}),
    ...(recipientId ? { recipientId } : {}),
    ...(status ? { status } : {}),
    limit,
  });
  if (json) return printJson(gifts);
  if (gifts.length === 0) return print('There are no such gifts.');
  print(giftTable(core, gifts));
  if (gifts.length === limit) print(`\nThe newest ${limit}. For more: --limit ${limit * 10}`);
}

const COLUMNS = [
  { title: 'Gift' },
  { title: 'Given' },
  { title: 'Giver' },
  { title: 'Recipient' },
  { title: 'Amount', align: 'right' as const },
  { title: 'State' },
];

function giftTable({ words }: Core, gifts: readonly ListedGift[]): string {
  const rows = gifts.map((gift) => {
    const given = gift.createdAt.toISOString().slice(0, 10);
    return [gift.giftId, given, gift.giver, gift.recipient, formatMoney(gift, words.locale), stateOf(gift)];
  });
  return tableText(COLUMNS, rows);
}

function stateOf({ status, isReversed, reason }: ListedGift): string {
  const state = isReversed ? 'redeemed, then taken back' : status;
  return reason ? `${state}: ${reason}` : state;
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,5}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a number from 1 to 999999.');
}
