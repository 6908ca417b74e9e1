import { type Command, InvalidArgumentError, Option } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption } from '#src/cli/kit/find-actor.ts';
import { findDoer } from '#src/cli/kit/find-doer.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readDay } from '#src/cli/kit/read-arguments.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import {
  lastTaxSetting,
  PAY_KINDS,
  type PayKind,
  TAX_BASES,
  type TaxBasis,
  type TaxSetting,
} from '#src/domain/report/tax-setting.ts';
import type { Words } from '#src/words/words.ts';

type Options = {
  reason: string;
  since?: string;
  pay?: PayKind;
  anchor?: string;
  grossUp?: boolean;
  as?: string;
};

/** `largesse tax basis`: says when gifts count for tax, and how payroll divides time. */
export function addTaxBasis(program: Command): void {
  addCommand(program, {
    name: 'tax basis',
    summary: 'say when gifts count for tax, and how payroll divides time; what is left out stays',
    takes: (command) =>
      command
        .argument('<when>', `${TAX_BASES.join(' or ')}: when a gift counts`, readBasis)
        .requiredOption('--reason <text>', 'why; it is kept in the record', readReason)
        .option('--since <day>', 'from this day on; today if omitted', readDay)
        .addOption(new Option('--pay <kind>', 'how long a pay period is').choices(PAY_KINDS))
        .option('--anchor <day>', 'the first day of any pay period, for weeks', readDay)
        .option('--gross-up', 'the company pays the tax on gifts')
        .option('--no-gross-up', 'it does not')
        .addOption(asOption()),
    json: 'object',
    examples: [
      'tax basis redemption --since 2027-01-01 --reason "as payroll does it"',
      'tax basis issue --pay two-weeks --anchor 2026-11-02 --gross-up --reason "new payroll"',
    ],
    async run(core, basis: TaxBasis, options: Options) {
      const { app, words, organization, clock } = core;
      const { reason, since = dayOf(clock.now(), organization.timeZone), pay, anchor, grossUp, as } = options;
      const before = lastTaxSetting(await app.queries.report.taxSettings(operatorOf(core)));
      const setting = {
        since,
        basis,
        isGrossedUp: grossUp ?? before.isGrossedUp,
        pay: { kind: pay ?? before.pay.kind, anchor: anchor ?? before.pay.anchor },
      };
      const { timeZone } = organization;
      const done = await app.report.setTax({ actor: await findDoer(core, as), timeZone, setting, reason });
      return { json: orRefuse(core, done), text: settingText(words, setting) };
    },
  });
}

function readBasis(text: string): TaxBasis {
  const basis = TAX_BASES.find((one) => one === text);
  if (basis) return basis;
  throw new InvalidArgumentError(`Write ${TAX_BASES.join(' or ')}.`);
}

/** A setting in one sentence. */
export function settingText({ say }: Words, { since, basis, isGrossedUp, pay }: TaxSetting): string {
  const when = say(`web.tax.set.${basis}`);
  const who = isGrossedUp ? '; the company pays the tax' : '';
  return `From ${since} on a gift counts ${when}. Pay periods: ${say(`web.tax.set.pay.${pay.kind}`)}${who}.`;
}
