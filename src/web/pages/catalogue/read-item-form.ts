import { z } from 'zod';
import { readAmount } from '#src/domain/kit/amount/read-amount.ts';
import { cleanText } from '#src/domain/kit/fold.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import { checkItem } from '#src/domain/store/check-item.ts';
import { fitKind, ITEM_KINDS, type ItemField, type ItemFields } from '#src/domain/store/item.ts';
import { fileField } from '../../frame/read-form.ts';

const text = z.string().max(10_000).default('');
const many = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => [value].flat().filter((one) => one !== ''));

/** A form as it was sent. Prices are in `price-USD` and the like. */
export const SentItem = z.looseObject({
  kind: z.enum(ITEM_KINDS).default('own'),
  name: text,
  description: text,
  inStock: text,
  limitPerPerson: text,
  needsAddress: text,
  fulfillerId: text,
  productId: text,
  providerName: text,
  providerProduct: text,
  min: text,
  max: text,
  providerCurrency: text,
  departments: many,
  roles: many.transform((roles) => ROLES.filter((role) => roles.includes(role))),
  regions: text,
  picture: text,
  noPicture: text,
  version: text,
  seenStock: z.string().max(10).optional(),
  step: text,
  file: fileField.optional(),
});

/** What was typed, to show it again, and what it says. `wrong`: the fields that cannot be read or are missing. */
export type ItemForm = {
  typed: Record<string, string>;
  fields: ItemFields;
  version: number | undefined;
  /** How many there were when the form was opened; undefined where it does not say. */
  seenStock: number | null | undefined;
  /** What it says was looked at, before and after. */
  isConfirmed: boolean;
  wrong: Partial<Record<ItemField, 'missing' | 'unreadable' | 'long' | 'zero' | 'reversed' | 'unknown'>>;
};

/** Reads the form of an item. `currencies`: in which a price can be said. */
export function readItemForm(
  form: z.infer<typeof SentItem>,
  { currencies }: { currencies: readonly string[] },
): ItemForm {
  const wrong: ItemForm['wrong'] = {};
  function count(field: 'inStock' | 'limitPerPerson'): number | null {
    const typed = form[field].trim();
    if (typed === '') return null;
    if (/^\d{1,7}$/u.test(typed)) return Number(typed);
    wrong[field] = 'unreadable';
    return null;
  }
  function amount(field: ItemField, typed: unknown, currency: string): bigint | undefined {
    if (typeof typed !== 'string' || typed.trim() === '') return undefined;
    const read = readAmount(typed, { currency });
    if (read.ok) return read.amountMinor;
    wrong[field] = 'unreadable';
    return undefined;
  }
  const prices = currencies.flatMap((currency) => {
    const minor = amount('prices', form[`price-${currency}`], currency);
    return minor === undefined ? [] : [[currency, minor] as const];
  });
  const currency = currencies.includes(form.providerCurrency)
    ? form.providerCurrency
    : (currencies[0] ?? 'USD');
  const provider = {
    name: cleanText(form.providerName),
    product: cleanText(form.providerProduct),
    minMinor: amount('provider', form.min, currency) ?? 0n,
    maxMinor: amount('provider', form.max, currency) ?? 0n,
    currency,
  };
  const fields = fitKind({
    kind: form.kind,
    name: cleanText(form.name),
    description: cleanText(form.description.replaceAll('\r\n', '\n')),
    picture: form.noPicture !== '' || !/^[\da-f]{64}$/u.test(form.picture) ? null : form.picture,
    prices: Object.fromEntries(prices),
    inStock: count('inStock'),
    limitPerPerson: count('limitPerPerson'),
    needsAddress: form.needsAddress !== '',
    fulfillerId: form.fulfillerId || null,
    productId: form.productId || null,
    provider: form.kind === 'gift-card' ? provider : null,
    departments: form.departments,
    roles: form.roles,
    regions: form.regions
      .split(/[\s,;]+/u)
      .filter(Boolean)
      .map((region) => region.toUpperCase()),
  });
  for (const { field, why } of checkItem(fields)) wrong[field] ??= why;
  const version = /^\d{1,9}$/u.test(form.version) ? Number(form.version) : undefined;
  return {
    typed: textsOf(form),
    fields,
    version,
    seenStock: seenIn(form.seenStock),
    isConfirmed: form.step === 'save',
    wrong,
  };
}

function seenIn(typed: string | undefined): number | null | undefined {
  if (typed === '') return null;
  return typed !== undefined && /^\d{1,7}$/u.test(typed) ? Number(typed) : undefined;
}

function textsOf(form: Record<string, unknown>): Record<string, string> {
  const texts = Object.entries(form).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string') return [[name, value]];
    return Array.isArray(value) ? [[name, value.join('\n')]] : [];
  });
  return Object.fromEntries(texts);
}
