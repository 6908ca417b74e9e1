import { type Command, InvalidArgumentError } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { asOption } from '#src/cli/kit/find-actor.ts';
import { findDoer } from '#src/cli/kit/find-doer.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readName } from '#src/cli/kit/read-arguments.ts';
import { allTaxMaps, isCalled, TAX_FIELDS, type TaxMapColumn } from '#src/domain/report/tax-map.ts';
import { mapText } from './tax-show.ts';

type Options = { column?: TaxMapColumn[]; fileName?: string; remove?: boolean; as?: string };

/** `largesse tax map`: says which columns a file for payroll has. */
export function addTaxMap(program: Command): void {
  addCommand(program, {
    name: 'tax map',
    summary: 'say which columns a file for payroll has, or fill in some of one that there is',
    takes: (command) =>
      command
        .argument('<name>', 'what it is called, such as Plain or “ADP paydata”', readName)
        .option(
          '--column <header=field>',
          `a column: ${TAX_FIELDS.join(', ')}, or text:WORDS; may be repeated`,
          readColumn,
        )
        .option('--file-name <name>', 'what the file is called; {from} and {to} become days')
        .option('--remove', 'forget what was saved under this name')
        .addOption(asOption()),
    json: 'object',
    examples: [
      'tax map "ADP paydata" --column "Co Code=text:A1Z" --column "Batch ID=text:GIFTS" --column "Earnings 3 Code=text:G"',
      'tax map Gusto --column "Employee=employeeNumber" --column "Amount=wages" --file-name gusto-{from}',
    ],
    async run(core, name: string, { column = [], fileName, remove, as }: Options) {
      const { report } = core.app;
      const actor = await findDoer(core, as);
      if (remove) {
        orRefuse(core, await report.removeTaxMap({ actor, name }));
        return { json: { name }, text: `What was saved as ${name} is gone.` };
      }
      const maps = allTaxMaps(await core.app.queries.report.taxMaps(operatorOf(core)));
      const before = maps.find((one) => isCalled(one, name));
      if (column.length === 0 && fileName === undefined) throw new UsageError('Say what to set: --column');
      const map = {
        name: before?.name ?? name,
        fileName: fileName ?? before?.fileName ?? 'payroll-{from}-{to}',
        columns: merged(before?.columns ?? [], column),
      };
      orRefuse(core, await report.setTaxMap({ actor, map }));
      return { json: map, text: mapText(map) };
    },
  });
}

/** Columns of the same header take the place of those that there were; the others come behind them. */
function merged(before: readonly TaxMapColumn[], said: readonly TaxMapColumn[]): TaxMapColumn[] {
  const kept = before.map((column) => said.findLast(({ header }) => header === column.header) ?? column);
  const added = said.filter(({ header }) => !before.some((column) => column.header === header));
  return [...kept, ...added];
}

function readColumn(typed: string, before: TaxMapColumn[] = []): TaxMapColumn[] {
  const at = typed.lastIndexOf('=');
  const [header, below] = [typed.slice(0, at).trim(), typed.slice(at + 1).trim()];
  const field = TAX_FIELDS.find((one) => one === below);
  if (at > 0 && header !== '' && field) return [...before, { header, field }];
  if (at > 0 && header !== '' && below.startsWith('text:')) {
    return [...before, { header, text: below.slice('text:'.length) }];
  }
  throw new InvalidArgumentError(
    `Write HEADER=FIELD or HEADER=text:WORDS. Fields: ${TAX_FIELDS.join(', ')}.`,
  );
}
