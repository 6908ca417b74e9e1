import type { Child } from 'hono/jsx';
import type { SignedIn } from '#src/app.ts';
import { amountProblemText } from '#src/chat/cards/amount-problem-text.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { readAmount } from '#src/domain/kit/amount/read-amount.ts';
import type { Outcome, Refusal } from '#src/domain/outcome.ts';
import type { Right } from '#src/domain/people/access.ts';
import type { Words } from '#src/words/words.ts';
import type { FieldErrors } from '../../../frame/field.tsx';
import type { SiteDeps } from '../../../site-deps.ts';
import type { BudgetsSaid } from '../said.ts';

/** The texts of a form, by the names of its fields. */
export type Typed = Readonly<Record<string, string>>;

/** What one thing is, and what it will be. */
export type ChangeRow = { label: string; before: string; after: string };

/** What a change does: to what, for whom, and what else there is to know. */
export type Preview = { rows: readonly ChangeRow[]; notes: readonly string[]; below?: Child };

/** How a change is made: once by its id, only while what was shown holds, why, and from when on; undefined for at once. */
export type Mark = { id: string; seen: string; reason: string; from?: Date | undefined };

/** What a form asks for, once it can be read. */
export type Wanted = {
  /** What the button says that does it. */
  button: string;
  /** `from`: when it is to hold from; undefined for at once. */
  preview: (from?: Date) => Promise<Outcome<Preview>>;
  save: (mark: Mark) => Promise<Outcome<unknown>>;
};

export type ReadChange = { ok: true; wanted: Wanted } | { ok: false; errors: FieldErrors };

/** A form that changes something, as it is now. */
export type ChangeForm = {
  title: string;
  lead?: string;
  /** What stands in the fields. */
  typed: Typed;
  /** What will stand in them at an instant that is ahead, as far as is known; missing where nothing can be planned. */
  typedAt?: (from: Date) => Promise<Typed>;
  fields: (typed: Typed, errors: FieldErrors) => Child;
  /** The version that it shows; empty where only its own press can make a difference. */
  seen: string;
  /** The field beside which it says why something is refused. */
  main: string;
  /** Of the amounts that may need a second person; missing where none does. */
  currency?: string;
  /** By whose clocks a day begins, where it can hold from a later day on. */
  timeZone?: string;
  /** Where the record keeps why. */
  takesReason: boolean;
  /** `from`: for when the fields are filled in; undefined for at once. */
  read: (typed: Typed, from?: Date) => ReadChange | Promise<ReadChange>;
  /** Where it leads back to, and what is said there when it is done. */
  back: string;
  said: BudgetsSaid;
};

/** Who asks, and what the address names. */
export type Asked = { deps: SiteDeps; reader: SignedIn; param: (name: string) => string };

/** Something that can be changed. `open` finds it as it is: undefined where there is none, a refusal where the reader may not. */
export type BudgetDeed = {
  path: string;
  right: Right;
  open: (asked: Asked) => Promise<ChangeForm | Refusal | undefined>;
};

/** An amount of a field, zero included, or what is wrong with it. */
export function readMoney(
  words: Words,
  { name: department, currency }: { name: string; currency: string },
  typed: string,
): { ok: true; amountMinor: bigint } | { ok: false; error: string } {
  const read = readAmount(typed, { currency });
  if (read.ok) return read;
  const { problem } = read;
  if (problem.why !== 'wrong-currency') return { ok: false, error: amountProblemText(words, problem) };
  const { given, expected } = problem;
  return { ok: false, error: refusalText(words, { kind: 'wrong-currency', given, expected, department }) };
}

/** The same, but above zero. */
export function readMoneyAboveZero(
  words: Words,
  of: { name: string; currency: string },
  typed: string,
): ReturnType<typeof readMoney> {
  const read = readMoney(words, of, typed);
  if (!read.ok || read.amountMinor > 0n) return read;
  return { ok: false, error: amountProblemText(words, { why: 'zero', typed }) };
}
