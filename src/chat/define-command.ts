import type { App } from '#src/app.ts';
import type { TypedAmount } from '#src/domain/kit/money.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { CommandCall, Mention } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import type { PlainKey, Words } from '#src/words/words.ts';

/** Somebody, or a group, as a command names them. */
export type Named = Mention | { kind: 'name'; name: string };

/** What an option's value is once it was read. */
export type OptionValue = {
  person: Named;
  /** At least one. */
  people: Named[];
  money: TypedAmount;
  text: string;
  code: string;
};

export type OptionDefinition = {
  kind: keyof OptionValue;
  summary: PlainKey;
  isRequired: boolean;
  /** Of people: the option for all but the first, where a platform takes one mention an option. */
  others?: { name: string; summary: PlainKey };
};

type OptionDefinitions = Record<string, OptionDefinition>;

/** The values of a command's options, by name; optional ones may be missing. */
export type OptionValues<O extends OptionDefinitions> = {
  [K in keyof O]: O[K]['isRequired'] extends true
    ? OptionValue[O[K]['kind']]
    : OptionValue[O[K]['kind']] | undefined;
};

/** A person as the app knows them. */
export type KnownPerson = NonNullable<Awaited<ReturnType<App['people']['identify']>>['person']>;

/** What a command has to work with. */
export type CommandContext = {
  app: App;
  words: Words;
  organizationId: string;
  call: CommandCall;
  commands: readonly Command[];
  /** Who called, if they are known here. */
  findCaller: () => Promise<Outcome<KnownPerson>>;
};

/** What the bot understands on any platform: data for manifests and help, and what it does. */
export type Command<O extends OptionDefinitions = OptionDefinitions> = {
  name: string;
  summary: PlainKey;
  usage?: PlainKey;
  /** In the order in which free text gives them. */
  options: O;
  run: (context: CommandContext, options: OptionValues<O>) => Promise<Card>;
};

export function defineCommand<const O extends OptionDefinitions>(command: Command<O>): Command {
  return command as unknown as Command;
}
