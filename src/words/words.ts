import { IntlMessageFormat } from 'intl-messageformat';
import { en } from './en.ts';

export type WordKey = keyof typeof en;

/** The names of a message's arguments, read from its text: `{name}` and `{count, plural, …}`. */
type ArgumentNames<T extends string> = T extends `${string}{${infer Inside}}${infer Rest}`
  ? NameIn<Inside> | ArgumentNames<Rest>
  : never;

type NameIn<T extends string> = T extends `${infer Name},${string}` ? Plain<Name> : Plain<T>;
type Plain<T extends string> = T extends `${string}${' ' | '#' | '{'}${string}` ? never : T;

type Arguments<K extends WordKey> = Record<ArgumentNames<(typeof en)[K]>, string | number>;

/** The messages that take no arguments. */
export type PlainKey = {
  [K in WordKey]: [ArgumentNames<(typeof en)[K]>] extends [never] ? K : never;
}[WordKey];

export type Say = <K extends WordKey>(
  key: K,
  ...args: [ArgumentNames<(typeof en)[K]>] extends [never] ? [] : [Arguments<K>]
) => string;

/** What people read in one language, and how it writes dates. Arguments are inserted as they are. */
export type Words = {
  locale: string;
  say: Say;
  /** What a field of the record is called; undefined where it has no name. */
  field: (name: string) => string | undefined;
  /** How people type a command, without the slash; `name` is the one that it has in the code. */
  command: (name: string) => string;
  date: (at: Date, timeZone?: string) => string;
  /** With the zone, since whoever reads it may be in another one. */
  dateAndTime: (at: Date, timeZone: string) => string;
  time: (at: Date) => string;
  /** `2026-11` as people say it. */
  month: (month: string) => string;
};

const LANGUAGES: Record<string, Record<WordKey, string>> = { en };

/** Other names for commands, by the name that they have in the code. */
type CommandNames = Readonly<Partial<Record<string, string>>>;

/**
 * The words for a locale such as `de-AT`; English if the language is missing. Sentences that name a command name it as
 * `commandNames` says.
 */
export function createWords(locale = 'en-US', commandNames: CommandNames = {}): Words {
  const [language = 'en'] = locale.split('-');
  const messages = LANGUAGES[language] ?? en;
  const formats = new Map<WordKey, IntlMessageFormat>();
  const dateFormats = new Map<string | undefined, Intl.DateTimeFormat>();
  const timeFormat = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' });

  function command(name: string): string {
    return commandNames[name] ?? name;
  }

  /** Before it is filled in, so that what people typed is left alone. */
  function messageOf(key: WordKey): string {
    return messages[key].replaceAll(
      /(?<!\w)\/([a-z]+(?:-[a-z]+)*)\b/gu,
      (_, name: string) => `/${command(name)}`,
    );
  }

  function formatOf(key: WordKey): IntlMessageFormat {
    const format =
      formats.get(key) ?? new IntlMessageFormat(messageOf(key), locale, undefined, { ignoreTag: true });
    formats.set(key, format);
    return format;
  }

  function dateFormatOf(timeZone: string | undefined): Intl.DateTimeFormat {
    const format =
      dateFormats.get(timeZone) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
    dateFormats.set(timeZone, format);
    return format;
  }

  return {
    locale,
    field: (name) => (messages as Partial<Record<string, string>>)[`record.field.${name}`],
    command,
    say: (key, ...[args]) => String(formatOf(key).format(args)),
    date: (at, timeZone) => dateFormatOf(timeZone).format(at),
    month: (month) =>
      new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${month}-01T00:00:00Z`),
      ),
    dateAndTime: (at, timeZone) =>
      new Intl.DateTimeFormat(locale, {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZone,
        timeZoneName: 'short',
      }).format(at),
    time: (at) => `${timeFormat.format(at)} UTC`,
  };
}
