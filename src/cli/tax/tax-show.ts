import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { allTaxMaps, type TaxMap, type TaxMapColumn } from '#src/domain/report/tax-map.ts';
import { settingText } from './tax-basis.ts';

/** `largesse tax show`: shows when gifts count for tax, and the files for payroll. */
export function addTaxShow(program: Command): void {
  addCommand(program, {
    name: 'tax show',
    summary: 'show when gifts count for tax, and the columns of the files for payroll',
    json: 'object',
    examples: ['tax show'],
    async run(core) {
      const { report } = core.app.queries;
      const [settings, saved] = await Promise.all([
        report.taxSettings(operatorOf(core)),
        report.taxMaps(operatorOf(core)),
      ]);
      const maps = allTaxMaps(saved);
      const said = settings.map((setting) => settingText(core.words, setting));
      const never = core.words.say('web.tax.set.never');
      return {
        json: { settings, maps },
        text: [...(said.length === 0 ? [never] : said), ...maps.map(mapText)],
      };
    },
  });
}

/** A map in one line, its columns as `tax map` takes them. */
export function mapText({ name, columns }: TaxMap): string {
  return `${name}: ${columns.map(columnText).join(', ')}`;
}

function columnText(column: TaxMapColumn): string {
  return `${column.header}=${'field' in column ? column.field : `text:${column.text}`}`;
}
