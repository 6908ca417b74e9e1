import { type Cut, dayAt, type Stretch, stretchBefore, stretchOf } from './calendar.ts';

/** A department's budget as a clerk keeps it on paper, amounts in minor units: a page a period, written at its first use. */
export type Book = {
  timeZone: string;
  policies: Policy[];
  pages: Map<string, Page>;
  /** The pages that somebody turned to, also those on which nothing was written. */
  begun: Set<string>;
  topUp: bigint;
  isFrozen: boolean;
};

export type Policy = Cut & { amount: bigint; carryCap: bigint; isSoft: boolean; setAt: number };

/** `granted` is what policy put in; `funded` is that with what was carried and moved, in and out. */
export type Page = { granted: bigint; funded: bigint; left: bigint };

/** What a gift took, and from where. */
export type Payment = { amount: bigint; fromTopUp: bigint; page: string };

/** The policy that holds: the last that was set. */
export function policyOf({ policies }: Book): Policy {
  const last = policies.at(-1);
  if (!last) throw new Error('no budget was set');
  return last;
}

export function periodNow(book: Book, at: number): Stretch {
  return stretchOf(dayAt(at, book.timeZone), policyOf(book));
}

/** The running period's page as it stands, or as it would be written if somebody used it now. */
export function readPage(book: Book, period: Stretch): Page {
  const page = book.pages.get(period.key);
  if (page) return page;
  const { amount } = policyUntil(book, period) ?? { amount: 0n };
  const all = amount + carriedInto(book, period);
  return { granted: amount, funded: all, left: all };
}

/** Writes the page, and those before it that it carries on from. One that nothing is written on stays blank. */
export function openPage(book: Book, period: Stretch): void {
  book.begun.add(period.key);
  if (book.pages.has(period.key)) return;
  const page = readPage(book, period);
  const carried = carriedInto(book, period);
  if (looksBack(book, period)) {
    const before = stretchBefore(period, policyOf(book));
    openPage(book, before);
    if (carried !== 0n) fund(book, before, -carried);
  }
  if (page.granted > 0n || carried !== 0n) book.pages.set(period.key, page);
}

/** What is written on a page, once it was opened. */
export function writtenOn(book: Book, { key }: Stretch): Page {
  return book.pages.get(key) ?? { granted: 0n, funded: 0n, left: 0n };
}

/** Moves money into an opened page, or out of it. */
export function fund(book: Book, period: Stretch, amount: bigint): void {
  const { granted, funded, left } = writtenOn(book, period);
  book.pages.set(period.key, { granted, funded: funded + amount, left: left + amount });
}

/** What may be given without overspending. */
export function availableIn(book: Book, at: number): bigint {
  return positive(readPage(book, periodNow(book, at)).left) + book.topUp;
}

/** Takes a gift's money from the opened page: the page's first, then top-ups; what is missing then overspends the page. */
export function pay(book: Book, amount: bigint, at: number): Payment {
  const { key } = periodNow(book, at);
  const page = writtenOn(book, periodNow(book, at));
  const fromTopUp = smaller(positive(amount - positive(page.left)), book.topUp);
  book.topUp -= fromTopUp;
  if (fromTopUp < amount) book.pages.set(key, { ...page, left: page.left - (amount - fromTopUp) });
  return { amount, fromTopUp, page: key };
}

/** Brings a gift's money back to where it came from, whatever period is running. */
export function payBack(book: Book, { amount, fromTopUp, page: key }: Payment): void {
  book.topUp += fromTopUp;
  const page = book.pages.get(key);
  if (page) book.pages.set(key, { ...page, left: page.left + amount - fromTopUp });
}

function policyUntil({ policies, timeZone }: Book, { next }: Stretch): Policy | undefined {
  return policies.findLast(({ setAt }) => dayAt(setAt, timeZone) < next);
}

/** Whether a page carries on from the one before it: what that one left may be carried, or what it owes. */
function looksBack(book: Book, period: Stretch): boolean {
  const cut = policyOf(book);
  if (cut.carryCap === 0n && !cut.isSoft) return false;
  const policy = policyUntil(book, stretchBefore(period, cut));
  if (policy?.kind !== cut.kind || policy.firstMonth !== cut.firstMonth) return false;
  return policy.isSoft || (policyUntil(book, period)?.carryCap ?? 0n) > 0n;
}

function carriedInto(book: Book, period: Stretch): bigint {
  if (!looksBack(book, period)) return 0n;
  const cap = policyUntil(book, period)?.carryCap ?? 0n;
  const { left } = readPage(book, stretchBefore(period, policyOf(book)));
  return left < 0n ? owedFrom(book, period, left) : positive(smaller(left, cap));
}

/** What was overspent, as far as a period that cannot be overspent itself has money for it. */
function owedFrom(book: Book, period: Stretch, left: bigint): bigint {
  const { amount = 0n, isSoft = false } = policyUntil(book, period) ?? {};
  return isSoft || -left <= amount ? left : -amount;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function positive(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}
