import { z } from 'zod';
import { isDay } from '#src/domain/kit/period.ts';
import { MOST_TAX_COLUMNS, TAX_FIELDS, type TaxMap, type TaxMapColumn } from '#src/domain/report/tax-map.ts';
import { PAY_KINDS, TAX_BASES, type TaxSetting } from '#src/domain/report/tax-setting.ts';
import type { Words } from '#src/words/words.ts';
import type { FieldErrors } from '../../frame/field.tsx';

type Typed = Record<string, string>;

/** What the form about gifts and tax sends. */
export const SentTaxSetting = z.object({
  basis: z.enum(TAX_BASES),
  pay: z.enum(PAY_KINDS),
  anchor: z.string().max(20).default(''),
  grossUp: z.literal('yes').optional(),
  since: z.string().max(20).default(''),
  reason: z.string().trim().max(500).default(''),
});

/** What it says, or what is wrong with it. Days in weeks need a first one; the other periods have theirs. */
export function readTaxSetting(
  { say }: Words,
  sent: z.infer<typeof SentTaxSetting>,
): { errors: FieldErrors; typed: Typed; setting: TaxSetting } {
  const { basis, pay, anchor, grossUp = '', since, reason } = sent;
  const isOfWeeks = pay === 'week' || pay === 'two-weeks';
  const errors = {
    ...(isOfWeeks && !isDay(anchor) && { anchor: say('web.tax.set.badDay') }),
    ...(!isDay(since) && { since: say('web.tax.set.badDay') }),
    ...(reason === '' && { reason: say('web.form.missing') }),
  };
  const setting = {
    since,
    basis,
    isGrossedUp: grossUp === 'yes',
    pay: { kind: pay, anchor: isDay(anchor) ? anchor : '2026-01-05' },
  };
  return { errors, typed: { basis, pay, anchor, grossUp, since, reason }, setting };
}

/** What stands in the form about gifts and tax as long as nobody has typed. */
export function typedOfSetting({ basis, pay, isGrossedUp }: TaxSetting, since: string): Typed {
  return { basis, pay: pay.kind, anchor: pay.anchor, grossUp: isGrossedUp ? 'yes' : '', since };
}

const places = Array.from({ length: MOST_TAX_COLUMNS }, (_, index) => index + 1);
const text = z.string().max(500).default('');

/** What the form about the columns of a file sends: three fields for each. */
export const SentTaxMap = z.object({
  name: text,
  fileName: text,
  ...Object.fromEntries(
    places.flatMap((place) => [
      [`header${place}`, text],
      [`field${place}`, z.enum([...TAX_FIELDS, 'text']).default('nothing')],
      [`text${place}`, text],
    ]),
  ),
});

/** The map that a form describes. What has no header is no column. */
export function readTaxMap(typed: Readonly<Record<string, unknown>>): TaxMap {
  function read(name: string): string {
    const value = typed[name];
    return typeof value === 'string' ? value.trim() : '';
  }
  const columns = places.flatMap((place): TaxMapColumn[] => {
    const header = read(`header${place}`);
    if (header === '') return [];
    const field = TAX_FIELDS.find((one) => one === read(`field${place}`));
    return [field ? { header, field } : { header, text: read(`text${place}`) }];
  });
  return { name: read('name'), fileName: read('fileName'), columns };
}

/** What stands in the form for a map. */
export function typedOfMap({ name, fileName, columns }: TaxMap): Typed {
  const typed: Typed = { name, fileName };
  for (const [index, column] of columns.entries()) {
    const place = index + 1;
    typed[`header${place}`] = column.header;
    typed[`field${place}`] = 'field' in column ? column.field : 'text';
    typed[`text${place}`] = 'text' in column ? column.text : '';
  }
  return typed;
}
