import { isCurrency } from '#src/domain/kit/money.ts';
import { currenciesNamed, plainName } from './currency-names.ts';

/** A currency by its code, or by a name that several share; `codes` are those it may mean. */
export type NamedCurrency = { name: string; codes: ReadonlySet<string> };

/** The currency that the text before or behind a number names: none, one, or something else. */
export function nameOf(text: string): NamedCurrency | 'none' | 'unknown' {
  const name = text.trim();
  if (name === '') return 'none';
  return named(name, currenciesNamed(name)) ?? pair(name) ?? 'unknown';
}

/** The same before a number, where a point may belong to the number: `Rs.50` is 50 rupees, `USD.50` may be half a dollar. */
export function nameBefore(text: string): NamedCurrency | 'none' | 'unknown' {
  const [, abbreviation] = /^\s*(\p{L}{1,3})\.$/u.exec(text) ?? [];
  const isUnclear = text.endsWith('.') && (!abbreviation || isCurrency(abbreviation.toUpperCase()));
  return isUnclear ? 'unknown' : nameOf(text);
}

/** What two names of one amount mean together: `$25 CAD` is CAD. Undefined if they are of different currencies. */
export function together(one: NamedCurrency, other: NamedCurrency): NamedCurrency | undefined {
  return named(one.name, new Set([...one.codes].filter((code) => other.codes.has(code))));
}

function named(name: string, codes: ReadonlySet<string>): NamedCurrency | undefined {
  const [code, another] = codes;
  if (code === undefined) return undefined;
  return { name: another === undefined ? code : plainName(name), codes };
}

/** `USD $`, `$ USD`. */
function pair(name: string): NamedCurrency | undefined {
  const [, first = '', sign = '', last = ''] = /^([a-z]*)\s?(\p{Sc})\s?([a-z]*)$/iu.exec(name) ?? [];
  const [code, ofSign] = [first + last, sign].map(currenciesNamed).map((codes) => named(name, codes));
  return code && ofSign && together(code, ofSign);
}
