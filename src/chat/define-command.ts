import type { App } from '#src/app.ts';
import type { TypedAmount } from '#src/domain/kit/money.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { ChatAnswer, CommandCall, Mention } from '#src/ports/chat.ts';
import type { DrawPicture } from '#src/ports/picture.ts';
import type { PlainKey, Words } from '#src/words/words.ts';

/** A person or group as a command names them. */
export type NamedPerson = Mention | { kind: 'name'; name: string };

/** An option's value once it was read. */
export type OptionValue = {
  person: NamedPerson;
  /** At least one. */
  people: NamedPerson[];
  money: TypedAmount;
  text: string;
  code: string;
};

export type OptionDefinition = {
  kind: keyof OptionValue;
  summary: PlainKey;
  isRequired: boolean;
  /** For people: the option for all but the first, on platforms that take one mention per option. */
  others?: { name: string; summary: PlainKey };
};

type OptionDefinitions = Record<string, OptionDefinition>;

/** A command's option values by name; optional ones may be missing. */
export type OptionValues<O extends OptionDefinitions> = {
  [K in keyof O]: O[K]['isRequired'] extends true
    ? OptionValue[O[K]['kind']]
    : OptionValue[O[K]['kind']] | undefined;
};

/** A person as the app knows them. */
export type Caller = NonNullable<Awaited<ReturnType<App['people']['identify']>>['person']>;

/** What a command works with. */
export type CommandContext = {
  app: App;
  words: Words;
  organizationId: string;
  call: CommandCall;
  commands: readonly Command[];
  /** What the platform calls the workspace, if it said so. */
  workspaceName?: string | undefined;
  /** The flags that were typed, such as `private`. */
  flags?: ReadonlySet<string>;
  /** The caller, if we know them. */
  findCaller: () => Promise<Outcome<Caller>>;
  /** Undefined where no pictures are drawn. */
  draw?: DrawPicture | undefined;
};

/** A command on any platform: data for manifests and help, and what it does. */
export type Command<O extends OptionDefinitions = OptionDefinitions> = {
  name: string;
  summary: PlainKey;
  usage?: PlainKey;
  /** Its answer follows once it is decided, where it was typed. */
  answersLater?: true;
  /** What may follow its name, for the help. */
  example?: PlainKey;
  /** In the order in which free text lists them. */
  options: O;
  /** Words that may follow two hyphens anywhere behind its name, such as `private`. */
  flags?: readonly string[];
  /** The platforms that it exists on; undefined means all. */
  platforms?: readonly string[];
  /** Whether it also works in a workspace that has not joined; it then has no organization and no caller. */
  isForAnyWorkspace?: true;
  run: (context: CommandContext, options: OptionValues<O>) => Promise<ChatAnswer>;
};

export function defineCommand<const O extends OptionDefinitions>(command: Command<O>): Command {
  return command as unknown as Command;
}
