import { type Command, Option } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { FILE_FORMATS, type FileFormat } from '#src/domain/kit/file-format.ts';
import { SPEND_DIMENSIONS, type SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import type { Core } from '#src/process/open-core.ts';

type Options = { by: SpendDimension; format: FileFormat; stop?: boolean };

/** `largesse report mail`: says who gets the spend of each month as a file by mail, or shows who does. */
export function addReportMail(program: Command): void {
  addCommand(program, {
    name: 'report mail',
    summary: 'send a colleague the spend of each month by mail; without an address: who gets it',
    takes: (command) =>
      command
        .argument('[email]', 'who gets it, at their own address: a colleague who may see spend', readEmail)
        .addOption(
          new Option('--by <what>', 'what the rows are').choices(SPEND_DIMENSIONS).default('department'),
        )
        .addOption(new Option('--format <format>', 'the kind of file').choices(FILE_FORMATS).default('xlsx'))
        .option('--stop', 'they get it no more'),
    json: 'array',
    examples: ['report mail finn@example.com --by month --format csv', 'report mail finn@example.com --stop'],
    async run(core, email: string | undefined, { by, format, stop }: Options) {
      if (email !== undefined) {
        const { id: personId } = await getPersonWithEmail(core, email);
        const mailing = stop ? undefined : { by, format };
        orRefuse(core, await core.app.report.setSpendMailing({ actor: operatorOf(core), personId, mailing }));
      }
      return list(core);
    },
  });
}

async function list(core: Core) {
  const found = await core.app.queries.report.mailings(operatorOf(core));
  if (found.length === 0) return { json: found, text: 'Nobody gets the spend of each month by mail.' };
  const columns = ['Who', 'Address', 'By', 'File', 'Last month'].map((title) => ({ title }));
  const rows = found.map(({ name, email, by, format, mailedMonth }) => {
    return [name, email ?? 'none', core.words.say(`web.spend.by.${by}`), format, mailedMonth ?? 'none yet'];
  });
  return { json: found, text: tableText(columns, rows) };
}
