import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { UploadedStock } from '#src/app.ts';
import { stockProblemText } from '#src/chat/cards/stock-problem-text.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { DayOrder } from '#src/domain/kit/read-file-day.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { printAside, printJson, Refused } from '#src/cli/kit/context.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { findDoer } from '#src/cli/kit/find-doer.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readCurrency, readEmail } from '#src/cli/kit/read-arguments.ts';
import { readFileBytes } from '#src/cli/kit/read-file-bytes.ts';
import { plain, tableText } from '#src/cli/kit/table.ts';
import type { Core } from '#src/process/open-core.ts';

type Options = {
  product: string;
  value: string;
  currency?: string;
  name?: string;
  days?: DayOrder;
  lengthsDiffer?: true;
  as?: string;
  dryRun?: true;
  json?: true;
};

/** `largesse stock upload`: brings the codes of a file into stock, all or none. */
export function addStockUpload(program: Command): void {
  addCommand(program, {
    name: 'stock upload',
    summary: 'bring the codes of a CSV file into stock, all of it or nothing',
    takes: (command) =>
      command
        .argument(
          '<file>',
          'CSV with a header: code, and if it has them pin, value, currency, expires, product',
        )
        .option('--product <name>', 'what the codes are for, if the file does not say it', '')
        .option('--value <amount>', 'what each is worth, if the file does not say it', '')
        .option(
          '--currency <code>',
          'of the values, if the file does not say it and it is not yours',
          readCurrency,
        )
        .option('--name <text>', 'what you call the file, such as the number of the invoice')
        .addOption(
          new Option('--days <order>', 'how dates such as 03/04/2027 are read').choices(['dmy', 'mdy']),
        )
        .option('--lengths-differ', 'numbers of different lengths are right: no zeros are lost')
        .option(
          '--as <email>',
          'who uploads it: hr, finance or an admin; default: you, who have the shell',
          readEmail,
        )
        .option('--dry-run', 'only check the file'),
    json: 'object',
    examples: [
      'stock upload cinema.csv --product "Cinema voucher" --value 25 --name "invoice 4711" --dry-run',
      'stock upload cards.csv --as finn@example.com',
    ],
    async run(core, path: string, { product, value, currency, days, lengthsDiffer, ...options }: Options) {
      const bytes = await readFileBytes(path);
      const actor = await findDoer(core, options.as);
      const defaults = { product, value, currency, dayOrder: days, lengthsDiffer };
      const upload = { actor, name: options.name ?? basename(path), bytes, defaults };
      const done = await (options.dryRun
        ? core.app.reward.planStock(upload)
        : core.app.reward.uploadStock(upload));
      const uploaded = orRefuse(core, done);
      if (uploaded.problems.length > 0) throw refuse(core, { path, uploaded }, options);
      return { json: { ...uploaded, isDone: uploaded.batchId !== undefined }, text: linesOf(core, uploaded) };
    },
  });
}

/** Shows every problem by its line, and nothing of what stands there. */
function refuse(
  core: Core,
  { path, uploaded: { problems } }: { path: string; uploaded: UploadedStock },
  { json }: Pick<Options, 'json'>,
): Refused {
  const told = problems.map((problem) => ({
    line: problem.line,
    column: problem.field,
    reason: stockProblemText(core.words, problem),
  }));
  if (json) printJson({ isDone: false, problems: told });
  else {
    const columns = [{ title: 'Line', align: 'right' as const }, { title: 'Column' }, { title: 'Problem' }];
    printAside(
      tableText(
        columns,
        told.map(({ line, column, reason }) => [String(line), column, reason]),
      ),
    );
  }
  return new Refused(`${plain(path)} has ${countText(problems.length, 'problem')}. Nothing came into stock.`);
}

function linesOf({ words: { locale } }: Core, { parts, codes, ignored, batchId }: UploadedStock): string[] {
  return [
    ...parts.map(({ product, valueMinor: amountMinor, currency, codes: count, expiresOn, isNew }) => {
      const value = formatMoney({ amountMinor, currency }, locale);
      return `${count} × ${product}, ${value}, ${expiresOn ? `until ${expiresOn}` : 'never expires'}${isNew ? ' (new)' : ''}`;
    }),
    ...(ignored.length > 0 ? [`Nothing is read from column ${ignored.join(', ')}.`] : []),
    batchId === undefined
      ? `${countText(codes, 'code')} would come into stock. Nothing is there yet: run it without --dry-run.`
      : `${countText(codes, 'code')} came into stock, as batch ${batchId}. Delete the file: it is worth what is in it.`,
  ];
}
