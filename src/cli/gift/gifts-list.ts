import { type Command, Option } from 'commander';
import type { GiftFilter, ListedGift } from '#src/app.ts';
import { formatMoney, toDecimal } from '#src/domain/kit/money.ts';
import { GIFT_STATUSES, type GiftStatus, type RecognitionStatus } from '#src/domain/states.ts';
import type { Core } from '#src/process/open-core.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { csvText } from '#src/domain/kit/csv-text.ts';
import { dayOf, dayStart } from '#src/domain/kit/period.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { checkDays, readCount, readDay, readEmail } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';

type Options = {
  giver?: string;
  recipient?: string;
  person?: string;
  department?: string;
  status?: GiftStatus;
  since?: string;
  until?: string;
  limit: number;
  csv?: boolean;
  json?: boolean;
};

/** `largesse gifts list`: lists gifts with their ids, newest first. */
export function addGiftsList(program: Command): void {
  commandOf(program, 'gifts')
    .command('list')
    .description('list gifts, newest first')
    .option('--giver <email>', 'only gifts from this person', readEmail)
    .option('--recipient <email>', 'only gifts to this person', readEmail)
    .option('--person <email>', 'only gifts from or to this person', readEmail)
    .option('--department <name>', 'only gifts that this department paid')
    .option('--since <day>', 'given from this day on, such as 2027-01-15', readDay)
    .option('--until <day>', 'given up to the end of this day', readDay)
    .addOption(new Option('--status <status>', 'only gifts in this state').choices(GIFT_STATUSES))
    .option('--limit <number>', 'how many at most', readCount, 50)
    .option('--csv', 'print CSV, for spreadsheets')
    .addOption(new Option('--json', 'print one JSON array').conflicts('csv'))
    .addHelpText(
      'after',
      '\nExample:\n  largesse gifts list --recipient alice@example.com --status delivered',
    )
    .action((options: Options) => {
      checkDays(options);
      return withCore((core) => list(core, options));
    });
}

async function list(core: Core, { limit, csv, json, ...options }: Options): Promise<void> {
  const gifts = await core.app.queries.gift.list(operatorOf(core), {
    ...(await filterOf(core, options)),
    limit,
  });
  if (json) return printJson(gifts);
  if (csv) return print(giftCsv(gifts));
  if (gifts.length === 0) return print('There are no such gifts.');
  print(giftTable(core, gifts));
  if (gifts.length === limit) print(`\nThe newest ${limit}. For more: --limit ${limit * 10}`);
}

async function filterOf(
  core: Core,
  { giver, recipient, person, department, status, since, until }: Omit<Options, 'limit'>,
): Promise<Omit<GiftFilter, 'limit'>> {
  const { timeZone } = core.organization;
  return {
    ...(giver && { giverId: (await getPersonWithEmail(core, giver)).id }),
    ...(recipient && { recipientId: (await getPersonWithEmail(core, recipient)).id }),
    ...(person && { personId: (await getPersonWithEmail(core, person)).id }),
    ...(department && { departmentId: (await getDepartmentNamed(core, department)).id }),
    ...(status && { status }),
    ...(since && { since: dayStart(since, timeZone) }),
    ...(until && { until: dayStart(until, timeZone, 1) }),
  };
}

function giftCsv(gifts: readonly ListedGift[]): string {
  const rows = gifts.map((gift) => {
    const { giftId, createdAt, giver, recipient, department, currency } = gift;
    return [
      giftId,
      createdAt.toISOString(),
      giver,
      recipient,
      department,
      toDecimal(gift),
      currency,
      stateOf(gift),
      lastDayOf(gift),
    ];
  });
  return csvText([
    ['gift', 'given', 'giver', 'recipient', 'department', 'amount', 'currency', 'state', 'claim by'],
    ...rows,
  ]);
}

const COLUMNS = [
  { title: 'Gift' },
  { title: 'Given' },
  { title: 'Giver' },
  { title: 'Recipient' },
  { title: 'Amount', align: 'right' as const },
  { title: 'State' },
  { title: 'Claim by' },
];

function giftTable({ words }: Core, gifts: readonly ListedGift[]): string {
  const rows = gifts.map((gift) => {
    const given = gift.createdAt.toISOString().slice(0, 10);
    const amount = formatMoney(gift, words.locale);
    return [gift.giftId, given, gift.giver, gift.recipient, amount, stateOf(gift), lastDayOf(gift)];
  });
  return tableText(COLUMNS, rows);
}

/** Until when somebody may still claim it, or could. */
function lastDayOf({ expiresAt, timeZone }: ListedGift): string {
  return expiresAt ? dayOf(new Date(expiresAt.getTime() - 1), timeZone) : '';
}

function stateOf({ status, isReversed, isToChoose, reason, request }: ListedGift): string {
  if (isToChoose && status !== 'reserved') return `${status}: waits for its recipient to choose`;
  const state = isReversed ? 'redeemed, then taken back' : status === 'voided' ? endOf(request) : status;
  return reason ? `${state}: ${reason}` : state;
}

/** How a gift came to nothing: its request ended before it was issued, or it was taken back after that. */
function endOf(request: RecognitionStatus): string {
  if (request === 'declined') return 'declined';
  return request === 'cancelled' ? 'withdrawn' : 'voided';
}
