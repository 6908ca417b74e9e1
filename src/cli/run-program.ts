import { Command, CommanderError, Help, type Option } from 'commander';
import { FIRST_WORDS, type FirstWord, loadCommands, nameCommands } from './commands.ts';
import { withInvocation } from './kit/with-invocation.ts';
import { readVersion } from '#src/kit/read-version.ts';

/** Runs the `largesse` program. Returns the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  try {
    const program = await createProgram(FIRST_WORDS.filter((word) => argv.includes(word)));
    await program.parseAsync(argv);
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { reportFault } = await import('./kit/report-fault.ts');
    return reportFault(error);
  }
}

/** The program. It names all commands, but loads only those that start with one of `words`. */
export async function createProgram(words: readonly FirstWord[]): Promise<Command> {
  const program = new Command('largesse')
    .description('Gifts between colleagues, from chat, within the budget.')
    .version(readVersion(), '--version', 'print the version')
    .configureOutput({
      writeOut: (text) => process.stdout.write(withInvocation(text)),
      outputError: (text, write) => write(`${oneLine(text)} (--help shows how to use it)\n`),
    })
    .exitOverride()
    .configureHelp({ optionDescription: describeOption })
    .addHelpText('after', '\nStart with:\n  largesse demo\n  largesse start\n  largesse doctor');
  nameCommands(program);
  await Promise.all(words.map((word) => loadCommands(program, word)));
  return program;
}

/** Commander's own text, which does not tell which options must be given. */
function describeOption(option: Option): string {
  const text = new Help().optionDescription(option);
  return option.mandatory ? `${text} (required)` : text;
}

/** Commander's own errors, in our form. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /u, 'largesse: ')
    .trim()
    .replaceAll(/\s*\n\s*/gu, ' ');
}
