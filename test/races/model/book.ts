import { type Cut, dayAt, type Stretch, stretchAfter, stretchBefore, stretchOf } from './calendar.ts';

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

/**
 * `granted` is what policy put in, less what funding took back; `funded` is that with what was carried and moved, in and out;
 * `carried` what came from pages before, or, below zero, went to them.
 */
export type Page = { granted: bigint; funded: bigint; carried: bigint; left: bigint };

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
  const carried = carriedInto(book, period);
  const all = amount + carried;
  return { granted: amount, funded: all, carried, left: all };
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
export function writtenOn(book: Book, { key }: Pick<Stretch, 'key'>): Page {
  return book.pages.get(key) ?? { granted: 0n, funded: 0n, carried: 0n, left: 0n };
}

/** Moves money into an opened page, or out of it. */
export function fund(book: Book, period: Pick<Stretch, 'key'>, amount: bigint): void {
  const page = writtenOn(book, period);
  book.pages.set(period.key, { ...page, funded: page.funded + amount, left: page.left + amount });
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

/**
 * Brings a gift's money back to where it came from. From a page that is over it goes on: to the running one, as long as that
 * has no more from pages before than may be carried, and the rest to funding.
 */
export function payBack(book: Book, { amount, fromTopUp, page: key }: Payment, at: number): void {
  book.topUp += fromTopUp;
  const back = amount - fromTopUp;
  if (back === 0n) return;
  openPage(book, periodNow(book, at));
  const paid = writtenOn(book, { key });
  book.pages.set(key, { ...paid, left: paid.left + back });
  if (isPageOver(book, key, at))
    moveOn(book, key, { amount: back, kept: smaller(back, roomIn(book, at)), at });
}

/** Whether a page is neither the running one nor the next, which was begun in a zone that was ahead. */
export function isPageOver(book: Book, key: string, at: number): boolean {
  const period = periodNow(book, at);
  return key !== period.key && key !== stretchAfter(period, policyOf(book)).key;
}

/** What the running page may still take from pages before. */
export function roomIn(book: Book, at: number): bigint {
  return positive(policyOf(book).carryCap - writtenOn(book, periodNow(book, at)).carried);
}

/** Takes an amount from a page that is over: what is kept of it is written on the running page, the rest funding has again. */
export function moveOn(
  book: Book,
  key: string,
  { amount, kept, at }: { amount: bigint; kept: bigint; at: number },
): void {
  const { granted, funded, carried, left } = writtenOn(book, { key });
  const after = { granted: granted - (amount - kept), funded: funded - amount, carried, left: left - amount };
  book.pages.set(key, after);
  if (kept > 0n) repay(book, periodNow(book, at), kept);
}

/** Writes on a page that something came to it from a page before, or that it need not pay for that one after all. */
export function repay(book: Book, period: Stretch, amount: bigint): void {
  fund(book, period, amount);
  const page = writtenOn(book, period);
  book.pages.set(period.key, { ...page, carried: page.carried + amount });
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
