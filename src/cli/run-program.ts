import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { FIRST_WORDS, type FirstWord, loadCommands, nameCommands } from './commands.ts';

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
      outputError: (text, write) => write(`${oneLine(text)} (--help shows how to use it)\n`),
    })
    .exitOverride()
    .addHelpText('after', '\nStart with:\n  largesse demo\n  largesse start\n  largesse doctor');
  nameCommands(program);
  await Promise.all(words.map((word) => loadCommands(program, word)));
  return program;
}

/** Commander's own errors, in our form. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /u, 'largesse: ')
    .trim()
    .replaceAll(/\s*\n\s*/gu, ' ');
}

/** Read from the package root, both in a checkout and in the published package. */
function readVersion(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    const text = tryRead(new URL(up, import.meta.url));
    if (text) return (JSON.parse(text) as { version: string }).version;
  }
  throw new Error('package.json was not found beside the program');
}

function tryRead(url: URL): string | undefined {
  try {
    return readFileSync(url, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
