import { type Aliases, headerKey } from '#src/domain/kit/headers.ts';

/** What a column of a gift file may say. */
export const GIFT_FIELDS = [
  'recipient',
  'amount',
  'amount_cents',
  'currency',
  'department',
  'occasion',
  'message',
  'id',
  'copy',
] as const;
export type GiftField = (typeof GIFT_FIELDS)[number];

/** The headers that the templates of gift and reward products use, in English and German. */
export const GIFT_ALIASES: Aliases<GiftField> = {
  recipient: [
    'recipient',
    'recipientemail',
    'recipientemailaddress',
    'recipientsemail',
    'email',
    'emailaddress',
    'workemail',
    'toemail',
    'to',
    'empfaenger',
    'empfaengeremail',
    'emailempfaenger',
    'emailadresse',
  ],
  amount: [
    'amount',
    'giftamount',
    'giftcardamount',
    'giftcardvalue',
    'rewardamount',
    'rewardvalue',
    'value',
    'denomination',
    'betrag',
    'wert',
  ],
  amount_cents: ['priceincents', 'amountincents', 'valueincents', 'amountcents', 'betragincent'],
  currency: ['currency', 'currencycode', 'waehrung'],
  department: ['department', 'payingdepartment', 'budget', 'abteilung', 'costcenter', 'kostenstelle'],
  occasion: ['occasion', 'campaign', 'campaignname', 'anlass', 'kampagne'],
  message: [
    'message',
    'giftmessage',
    'personalmessage',
    'messagefortherecipient',
    'messagetorecipient',
    'custommessage',
    'nachricht',
    'grusstext',
  ],
  id: ['id', 'rowid', 'giftid', 'externalid', 'uniqueid', 'reference', 'referenceid', 'referenz', 'zeilenid'],
  copy: ['copy'],
};

/** What a column that nothing is read from seems to hold, where leaving it out would change what is given, or when. */
export type Weighty = 'date' | 'amount';

const DATED =
  /date|datum|schedul|sendon|sendat|sendtime|sendafter|deliveron|deliverat|deliverytime|deliveryday|when|termin|zeitpunkt|expir|validuntil|validfrom|gueltig|ablauf|faellig|timestamp|zustell|versandtag/u;
const AMOUNTS =
  /amount|value|price|total|betrag|wert|summe|preis|quantity|qty|(?<!ac)count$|menge|anzahl|stueck|fee(?!d)|tax|points|punkte|cents|denomination|balance/u;
const QUANTITY = /quantity|qty|count$|menge|anzahl|stueck/u;
const DATE_VALUE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[T ].*)?$|^\d{1,2}\.? (?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\p{L}*\.? \d{2,4}$/iu;
const AMOUNT_VALUE =
  /^(?:[$€£¥₹]|[A-Z]{3} ?)\s?\d[\d.,' ]*$|^\d[\d.,' ]*\s?(?:[$€£¥₹]|[A-Z]{3})$|^\d+[.,]\d{2}$/u;

/**
 * What a column seems to hold, by its header or by all of its values. Undefined when it may be left out: what it holds
 * is of no weight, or nothing is in it.
 *
 * @param values the distinct values, without empty ones; some suffice.
 */
export function weightOf(header: string, values: readonly string[]): Weighty | undefined {
  if (values.length === 0) return undefined;
  const key = headerKey(header);
  if (QUANTITY.test(key) && values.every((value) => value === '1')) return undefined;
  if (DATED.test(key) || values.every((value) => DATE_VALUE.test(value))) return 'date';
  if (AMOUNTS.test(key) || values.every((value) => AMOUNT_VALUE.test(value))) return 'amount';
  return undefined;
}
