import { hash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { GrantedPromos, PromoRequest } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { dayStart } from '#src/domain/kit/period.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readDay, readEmail } from '#src/cli/kit/read-arguments.ts';
import type { Core } from '#src/process/open-core.ts';
import { listPromoRows, type PromoTargets } from './list-promo-rows.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';

type Options = AgreeOptions & {
  to?: string[];
  toDepartment?: string;
  file?: string;
  paidBy: string;
  until: string;
  reason: string;
  as: string;
  requestId?: string;
};

/** `largesse promo grant`: grants promotional credit to people, to a department, or as a file says. */
export function addPromoGrant(program: Command): void {
  addCommand(program, {
    name: 'promo grant',
    summary: 'grant promotional credit out of a department’s budget until a day',
    takes: (command) =>
      command
        .argument('[amount...]', 'for each person, such as 25 or 25 EUR; a file has its own')
        .option('--to <person...>', 'by address, employee number or unique name')
        .option('--to-department <name>', 'everybody active in it, but no guests')
        .option('--file <csv>', 'with the columns recipient and amount')
        .requiredOption('--paid-by <department>', 'whose budget pays')
        .requiredOption('--until <day>', 'the last day on which it can be spent', readDay)
        .requiredOption('--reason <text>', 'why: whoever gets it reads it', readReason)
        .requiredOption('--as <email>', 'who grants it: finance or an admin', readEmail)
        .option('--request-id <id>', 'your own id: the same id grants once', readRequestId)
        .option('--dry-run', 'show what would be granted')
        .option('--yes', 'grant it without being asked'),
    json: 'object',
    examples: [
      'promo grant 25 --to alice@example.com --paid-by People --until 2027-03-31 --reason "spring" --as finn@example.com',
      'promo grant --file credits.csv --paid-by People --until 2027-03-31 --reason "spring" --as finn@example.com --dry-run',
    ],
    async run(core, amount: string[], options: Options) {
      mustBeAgreed(options);
      const request = await requestOf(core, amount.join(' '), options);
      const plan = orRefuse(core, await core.app.wallet.planPromos(request));
      const json = { paidBy: request.department.name, currency: request.department.currency };
      const lines = linesOf(core, request, plan);
      if (plan.grants.length > 0 && !(await isAgreed('Grant it?', lines, options))) {
        const after = options.dryRun
          ? 'Nothing was granted yet: run it without --dry-run.'
          : 'Nothing was granted.';
        return { json: { ...json, ...plan, isDone: false }, text: [...lines, after] };
      }
      const granted = orRefuse(core, await core.app.wallet.grantPromos(request));
      const done = granted.grants.length > 0 ? ['Granted. They are told.'] : [];
      return {
        json: { ...json, ...granted, isDone: true },
        text: [...linesOf(core, request, granted), ...done],
      };
    },
  });
}

async function requestOf(core: Core, amount: string, options: Options): Promise<PromoRequest> {
  const { paidBy, until, reason, as } = options;
  const department = await getDepartmentNamed(core, paidBy);
  const { text, targets } = await targetsOf(amount, options);
  const rows = await listPromoRows(core, department, targets);
  // Without an id of one's own, the same file is the same request.
  const id = options.requestId ?? (text === undefined ? randomUUID() : digestOf([text, paidBy, until]));
  const counts = new Map<string, number>();
  const promos = rows.map(({ personId, amountMinor }) => {
    const nth = (counts.get(personId) ?? 0) + 1;
    counts.set(personId, nth);
    return { personId, amountMinor, requestId: `${id}/${personId}/${nth}` };
  });
  const person = await getPersonWithEmail(core, as);
  const expiresAt = dayStart(until, department.timeZone, 1);
  return { department, person, reason, expiresAt, promos };
}

async function targetsOf(
  amount: string,
  { to, toDepartment, file }: Options,
): Promise<{ targets: PromoTargets; text?: string }> {
  const ways = [to, toDepartment, file].filter((way) => way !== undefined);
  if (ways.length !== 1)
    throw new UsageError('Say who gets it: --to, --to-department or --file, one of them');
  if (file !== undefined) {
    if (amount) throw new UsageError('A file has the amounts: leave the other one out');
    const text = await readFile(file, 'utf8');
    return { targets: { text }, text };
  }
  if (!amount) throw new UsageError('Say how much each person gets, such as 25');
  return { targets: to ? { amount, people: to } : { amount, department: toDepartment ?? '' } };
}

function digestOf(parts: readonly string[]): string {
  return hash('sha256', parts.join('\n'), 'hex').slice(0, 32);
}

function linesOf(
  core: Core,
  { department, promos }: PromoRequest,
  { grants, repeated, totalMinor }: GrantedPromos,
): string[] {
  const { name, currency } = department;
  const total = formatMoney({ amountMinor: totalMinor, currency }, core.words.locale);
  const before =
    repeated > 0 ? [`${countText(repeated, 'credit')} of ${promos.length} had been granted before.`] : [];
  if (grants.length === 0) return [...before, 'There is nothing left to grant.'];
  return [...before, `${countText(grants.length, 'credit')}, ${total} together, paid by ${name}.`];
}

function readRequestId(text: string): string {
  if (/^[\w.:-]{1,100}$/u.test(text)) return text;
  throw new InvalidArgumentError('Write up to 100 letters, digits, dots, colons and dashes.');
}
