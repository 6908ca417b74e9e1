import type { Command } from 'commander';
import type { Core } from '#src/process/open-core.ts';
import { commandOf } from './command-of.ts';
import { print, printJson, printPieces, withCore } from './context.ts';

type Text = string | readonly string[];

/** What a command found or did: for programs, and for people. A function is asked only if people read it; what it gives piece by piece is a file. */
export type CommandResult = {
  json: unknown;
  text: Text | (() => Text | Promise<Text> | AsyncIterable<string>);
};

/** A command that opens Largesse and prints what it found or did. */
export type CommandDefinition<Args extends readonly unknown[]> = {
  /** Its words, such as `budget show`. */
  name: `${string} ${string}`;
  summary: string;
  /** Adds its arguments and options, all but `--json`. */
  takes?: (command: Command) => Command;
  /** What `--json` prints. */
  json: 'object' | 'array' | 'value';
  /** What to type, without `largesse`. */
  examples: readonly [string, ...string[]];
  /** Gets the arguments, then the options. */
  run: (core: Core, ...args: Args) => Promise<CommandResult>;
};

/** Adds a command under its first word, which the table of commands has named. */
export function addCommand<Args extends readonly unknown[]>(
  program: Command,
  { name, summary, takes, json, examples, run }: CommandDefinition<Args>,
): void {
  const [first = '', second = ''] = name.split(' ');
  const command = commandOf(program, first).command(second).description(summary);
  takes?.(command);
  command.option('--json', `print one JSON ${json}`);
  command.addHelpText('after', examplesText(examples));
  command.action((...given: unknown[]) =>
    withCore(async (core) => {
      // Commander passes itself last.
      const result = await run(core, ...(given.slice(0, -1) as unknown as Args));
      await printResult(result, command.opts<{ json?: boolean }>());
    }),
  );
}

function examplesText(examples: readonly string[]): string {
  const title = examples.length === 1 ? 'Example' : 'Examples';
  return `\n${title}:\n${examples.map((example) => `  largesse ${example}`).join('\n')}`;
}

async function printResult({ json, text }: CommandResult, options: { json?: boolean }): Promise<void> {
  if (options.json) return printJson(json);
  const given = typeof text === 'function' ? text() : text;
  if (typeof given === 'object' && Symbol.asyncIterator in given) return printPieces(given);
  const shown = await given;
  for (const line of [shown].flat()) print(line);
}
