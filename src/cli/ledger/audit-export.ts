import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { JournalLanguage } from '#src/app.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';

const LANGUAGES: Record<JournalLanguage, true> = { hledger: true, beancount: true };

type Options = { format: JournalLanguage; output?: string };
type WriteText = (text: string) => Promise<void>;

/** `largesse audit export`: writes the whole ledger as text that other accounting programs can check. */
export function addAuditExport(program: Command): void {
  commandOf(program, 'audit')
    .command('export')
    .description('write the whole ledger as plain-text double entry, with every balance to prove')
    .addOption(
      new Option('--format <format>', 'the language').choices(Object.keys(LANGUAGES)).default('hledger'),
    )
    .option('--output <file>', 'the file to write; standard output if omitted')
    .addHelpText(
      'after',
      '\nExamples:\n  largesse audit export --output ledger.journal && hledger -f ledger.journal check --strict' +
        '\n  largesse audit export --format beancount --output ledger.beancount && bean-check ledger.beancount',
    )
    .action(({ format, output }: Options) =>
      withCore(async (core) => {
        async function run(write: WriteText): Promise<number> {
          const { ledger } = core.app.queries;
          return orRefuse(core, await ledger.export(operatorOf(core), { format, write })).entries;
        }
        if (output === undefined) await run(writerTo(process.stdout));
        else print(`${await writeFile(output, run)} entries are in ${output}`);
      }),
    );
}

/** The file appears only once complete: a partial one would prove nothing. It contains people's names. */
async function writeFile<T>(path: string, run: (write: WriteText) => Promise<T>): Promise<T> {
  const partial = `${path}.partial`;
  const file = createWriteStream(partial, { mode: 0o600 });
  try {
    await once(file, 'open');
    const result = await run(writerTo(file));
    file.end();
    await finished(file);
    await rename(partial, path);
    return result;
  } catch (error) {
    file.destroy();
    await rm(partial, { force: true });
    throw error;
  }
}

function writerTo(stream: Writable): WriteText {
  return function write(text) {
    return new Promise((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  };
}
