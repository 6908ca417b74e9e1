import { describe, expect, it } from 'vitest';
import { columnsOf, readHeader } from '#src/domain/kit/headers.ts';
import { GIFT_ALIASES, GIFT_FIELDS, type GiftField, weightOf } from '#src/domain/recognition/gift-columns.ts';

/** Headers as gift and reward products write them, and as people do. */
const HEADERS: Record<GiftField, readonly string[]> = {
  recipient: [
    'Recipient',
    'recipient_email',
    'Recipient Email Address',
    "Recipient's Email",
    'Email',
    'E-mail address',
    'Work Email',
    'To Email',
    'To',
    'Empfänger',
    'Empfänger-E-Mail',
    'E-Mail Empfänger',
    'E-Mail-Adresse',
  ],
  amount: [
    'Amount',
    'Gift Amount',
    'Gift Card Amount',
    'Gift Card Value',
    'Reward Amount',
    'Reward Value',
    'Value',
    'Denomination',
    'Betrag',
    'Wert',
  ],
  amount_cents: ['price_in_cents', 'Amount in Cents', 'value_in_cents', 'amount_cents', 'Betrag in Cent'],
  currency: ['Currency', 'currency_code', 'Währung'],
  department: ['Department', 'Paying Department', 'Budget', 'Abteilung', 'Cost Center', 'Kostenstelle'],
  occasion: ['Occasion', 'Campaign', 'Campaign Name', 'Anlass', 'Kampagne'],
  message: [
    'Message',
    'Gift Message',
    'Personal Message',
    'Message for the Recipient',
    'Message to recipient',
    'Custom Message',
    'Nachricht',
    'Grußtext',
  ],
  id: [
    'ID',
    'Row ID',
    'Gift ID',
    'external_id',
    'Unique ID',
    'Reference',
    'Reference ID',
    'Referenz',
    'Zeilen-ID',
  ],
  copy: ['copy'],
};

const EVERY_HEADER = Object.entries(HEADERS).flatMap(([field, headers]) =>
  headers.map((header) => [header, field]),
);

describe('a column of a gift file', () => {
  it.each(EVERY_HEADER)('called “%s” says the %s', (header, field) => {
    expect(readHeader([header], GIFT_ALIASES, new Map()).columns[0]?.field).toBe(field);
  });

  it('may say each of the fields that are listed', () => {
    expect([...GIFT_FIELDS].toSorted()).toEqual(Object.keys(HEADERS).toSorted());
  });

  it('is the best one where several say the same', () => {
    const header = readHeader(['To', 'Email', 'Recipient'], GIFT_ALIASES, new Map());

    expect(columnsOf(header, 'recipient').map((column) => column.header)).toEqual([
      'Recipient',
      'Email',
      'To',
    ]);
  });
});

function each(header: string, ...values: string[]) {
  return weightOf(header, values);
}

describe('a column that nothing is read from', () => {
  it.each([
    'Date',
    'Versanddatum',
    'Scheduled for',
    'Send on',
    'send_at',
    'Send time',
    'Send after',
    'Deliver on',
    'deliver_at',
    'Delivery time',
    'Delivery day',
    'When',
    'Liefertermin',
    'Zeitpunkt',
    'Expires',
    'Valid until',
    'Valid from',
    'Gültig bis',
    'Ablauf',
    'Fällig am',
    'Timestamp',
    'Zustellung',
    'Versandtag',
  ])('called “%s” says when to give', (header) => {
    expect(each(header, 'soon')).toBe('date');
  });

  it.each([
    'Bonus amount',
    'Face value (net)',
    'Price',
    'Total',
    'Gesamtbetrag',
    'Gegenwert',
    'Summe',
    'Preis',
    'Quantity',
    'Qty',
    'Count',
    'Head count',
    'Menge',
    'Anzahl',
    'Stückzahl',
    'Fee',
    'Tax',
    'Points',
    'Punkte',
    'Cents',
    'Denominations',
    'Balance',
  ])('called “%s” says how much to give', (header) => {
    expect(each(header, 'much')).toBe('amount');
  });

  it.each(['Colour', 'Team', 'First name', 'Notes', 'Country', 'County', 'Account', 'Feedback'])(
    'called “%s” may be left out',
    (header) => {
      expect(each(header, 'x')).toBeUndefined();
    },
  );

  it.each(['Date', 'Amount', 'x'])('may be left out when nothing is in it: “%s”', (header) => {
    expect(each(header)).toBeUndefined();
  });

  it.each(['Quantity', 'Qty', 'Count', 'Menge', 'Anzahl', 'Stück'])(
    'called “%s” may be left out when all of it is one',
    (header) => {
      expect(each(header, '1')).toBeUndefined();
      expect(each(header, '1', '2')).toBe('amount');
      expect(each(header, '2')).toBe('amount');
      expect(each(header, '10')).toBe('amount');
    },
  );

  it('is no quantity because all of it is one', () => {
    expect(each('Price', '1')).toBe('amount');
    expect(each('Country code', '1')).toBeUndefined();
  });

  it.each([
    '2026-01-05',
    '2026/1/5',
    '2026.01.05',
    '2026-01-05T10:00:00Z',
    '2026-01-05 10:00',
    '05.01.2026',
    '5.1.26',
    '1/5/2026',
    '12-31-26 8 pm',
    '5 Jan 2026',
    '5. Januar 2026',
    '31 dec. 26',
    '15 March 2026',
    '1. März 2026',
    '3 Mai 2026',
    '3 May 2026',
    '3 April 2026',
    '3 Jun 2026',
    '3 Jul 2026',
    '3 Aug 2026',
    '3 Sept. 2026',
    '3 Oct 2026',
    '3 Okt 2026',
    '3 Nov 2026',
    '3 Dez 2026',
    '3 Feb 2026',
  ])('holds dates such as %s', (value) => {
    expect(each('x', value)).toBe('date');
    expect(each('x', value, 'x')).toBeUndefined();
  });

  it.each([
    '2026',
    '26-01-05-1',
    '2026-01-05x',
    'x2026-01-05',
    '2026-123-05',
    '2026-01-123',
    '123.01.2026',
    '1.123.2026',
    '1.1.2',
    '1.1.20266',
    '5 Janus',
    '5 Frimaire 2026',
    '555 Jan 2026',
    '5 Jan 2',
    '5 Jan 20266',
    'x5 Jan 2026',
    '5 Jan 2026 x',
    '1.2',
  ])('holds no dates: %s', (value) => {
    expect(each('x', value)).toBeUndefined();
  });

  it.each([
    '$25',
    '€ 1.000,50',
    '£25',
    '¥2500',
    '₹ 500',
    'USD 25',
    'USD25',
    '25 €',
    '25€',
    '25 USD',
    '1 000 EUR',
    '25.50',
    '25,50',
    '1234.00',
  ])('holds amounts such as %s', (value) => {
    expect(each('x', value)).toBe('amount');
    expect(each('x', value, 'x')).toBeUndefined();
  });

  it.each([
    '25',
    '$',
    'US 25',
    'usd 25',
    'USDX 25',
    'x$25',
    '$25x',
    '25 usd',
    '25 USDX',
    'x25 USD',
    '25 US',
    '25.5',
    '25.505',
    'x25.50',
    '25.50x',
    '.50',
    'A1',
  ])('holds no amounts: %s', (value) => {
    expect(each('x', value)).toBeUndefined();
  });
});
