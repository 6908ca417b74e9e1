import type { Alteration } from './tampering.ts';

const UUID = `'00000000-0000-7000-8000-0000000000ac'::uuid`;
const eve = `(select id from person where name like 'Eve %')`;
const taken = `(select id from stock_code where status = 'taken')`;
const left = `(select id from stock_code where status = 'in-stock' order by id limit 1)`;
const batch = `(select id from stock_batch where recalled_at is null)`;
const recalled = `(select id from stock_batch where recalled_at is not null)`;
const product = `(select id from stock_product)`;
const item = `(select id from store_item where kind = 'own')`;
const order = `(select id from store_order)`;
const card = `(select id from store_item where kind = 'gift-card')`;
const [bought, waiting, plain] = [giftOf(290), giftOf(330), giftOf(1_500)];
const [open, chosen] = [giftOf(340), giftOf(350)];
const amazon = `item_id = ${card}, name = 'Amazon', provider = 'amazon-incentives', product = 'US'`;
const nothing = 'item_id = null, name = null, provider = null, product = null';

function giftOf(cents: number): string {
  return `(select id from gift where amount_minor = ${cents})`;
}

function of(table: string, id: string, change: string): Pick<Alteration, 'by' | 'row'> {
  return { by: `update ${table} set ${change} where id = ${id}`, row: `select ${id}` };
}

function ofCard(gift: string, change: string): Pick<Alteration, 'by' | 'row'> {
  return { by: `update gift_card set ${change} where gift_id = ${gift}`, row: `select ${gift}` };
}

/** What gifts are bought as, and what becomes of that. */
const CARD_ALTERATIONS: readonly Alteration[] = [
  { what: 'another card is bought for a gift', ...ofCard(waiting, `product = 'MX'`) },
  { what: 'a card is bought from somebody else', ...ofCard(waiting, `provider = 'tremendous'`) },
  { what: 'a card is another item', ...ofCard(waiting, `item_id = ${item}`) },
  { what: 'a card has another name', ...ofCard(bought, `name = 'Cinema'`) },
  { what: 'a card is ordered by hand', ...ofCard(waiting, `status = 'ordered', due_at = null`) },
  { what: 'a card that was bought waits', ...ofCard(bought, `status = 'waiting'`) },
  { what: 'a card that was bought was not', ...ofCard(bought, `status = 'failed'`) },
  { what: 'another card was chosen', ...ofCard(chosen, `item_id = ${item}`) },
  { what: 'what was chosen is bought in another country', ...ofCard(chosen, `product = 'MX'`) },
  { what: 'what was chosen has another name', ...ofCard(chosen, `name = 'Cinema'`) },
  { what: 'nothing was chosen', ...ofCard(chosen, `status = 'open', due_at = null, ${nothing}`) },
  { what: 'nobody chose a card', ...ofCard(chosen, `status = 'waiting'`) },
  { what: 'what was chosen is a balance', ...ofCard(chosen, `status = 'failed', due_at = null`) },
  { what: 'a card was chosen by hand', ...ofCard(open, `status = 'chosen', ${amazon}`) },
  { what: 'a card is there that nobody chooses', ...ofCard(open, `status = 'waiting', ${amazon}`) },
  { what: 'a card that was to be chosen is a balance', ...ofCard(open, `status = 'failed'`) },
  {
    what: 'a card is gone',
    by: `delete from gift_card where gift_id = ${bought}`,
    row: `select ${bought}`,
  },
  {
    what: 'a gift is a card by hand',
    by: `insert into gift_card (organization_id, gift_id, item_id, name, provider, product)
         select organization_id, id, ${card}, 'Amazon', 'amazon-incentives', 'US' from gift where id = ${plain}`,
    row: `select ${plain}`,
  },
  {
    what: 'a gift that is a card is stored value',
    by: `update gift set value_source = 'stored_value' where id = ${waiting}`,
    row: `select ${waiting}`,
  },
];

/** Codes in stock, whose they are and what they are worth; what the store offers and for how much. */
export const STORE_ALTERATIONS: readonly Alteration[] = [
  { what: 'a code from stock is another’s', ...of('stock_code', taken, `person_id = ${eve}`) },
  {
    what: 'a code from stock was taken for something else',
    ...of('stock_code', taken, `taken_for = ${UUID}`),
  },
  { what: 'a code from stock was seen', ...of('stock_code', taken, 'revealed_at = now()') },
  {
    what: 'a code from stock is back in stock',
    ...of(
      'stock_code',
      taken,
      `status = 'in-stock', taken_at = null, person_id = null, taken_for = null, taken_for_type = null`,
    ),
  },
  {
    what: 'a code was taken from stock by hand',
    ...of(
      'stock_code',
      left,
      `status = 'taken', taken_at = now(), person_id = ${eve}, taken_for = ${UUID}, taken_for_type = 'order'`,
    ),
  },
  { what: 'a code in stock is out of it', ...of('stock_code', left, `status = 'recalled'`) },
  {
    what: 'a code in stock lasts longer',
    ...of('stock_code', left, `expires_at = now() + interval '9 years'`),
  },
  {
    what: 'a recalled code is in stock',
    by: `update stock_code set status = 'in-stock' where batch_id = ${recalled}`,
    row: `select id from stock_code where batch_id = ${recalled}`,
  },
  { what: 'a code in stock is gone', by: `delete from stock_code where id = ${left}`, row: `select ${left}` },
  { what: 'a code in stock is worth more', ...of('stock_product', product, 'value_minor = 90000') },
  { what: 'nobody is told that stock is low', ...of('stock_product', product, 'low_at = 0') },
  {
    what: 'a batch was not recalled',
    ...of('stock_batch', recalled, `recalled_at = null, recall_reason = ''`),
  },
  { what: 'a batch was uploaded by somebody else', ...of('stock_batch', batch, `uploaded_by = ${eve}`) },
  { what: 'a batch has another name', ...of('stock_batch', batch, `name = 'mine'`) },
  { what: 'a price of the store is another', ...of('store_item', item, `prices = '{"USD": "1"}'`) },
  { what: 'there is more of an item', ...of('store_item', item, 'in_stock = 99') },
  { what: 'an item has no limit a person', ...of('store_item', item, 'limit_per_person = null') },
  { what: 'an item is for others', ...of('store_item', item, `roles = '{admin}'`) },
  { what: 'somebody else does what was ordered', ...of('store_item', item, `fulfiller_id = ${eve}`) },
  { what: 'an item is described otherwise', ...of('store_item', item, `description = 'yours'`) },
  { what: 'an item is out of the store', ...of('store_item', item, 'retired_at = now()') },
  {
    what: 'an item was put into the store by hand',
    by: `insert into store_item (organization_id, id, kind, name, prices, fulfiller_id, made_at)
         select organization_id, ${UUID}, kind, 'Cheap', '{"USD": "1"}', fulfiller_id, made_at from store_item where kind = 'own'`,
    row: `select ${UUID}`,
  },
  { what: 'an order is another’s', ...of('store_order', order, `person_id = ${eve}`) },
  {
    what: 'an order was fulfilled',
    ...of('store_order', order, `status = 'fulfilled', fulfilled_at = now()`),
  },
  {
    what: 'an order was cancelled',
    ...of('store_order', order, `status = 'cancelled', ended_at = now(), ended_why = 'buyer'`),
  },
  { what: 'an order cost less', ...of('store_order', order, 'amount_minor = 1') },
  { what: 'an order says otherwise what it is of', ...of('store_order', order, `item_name = 'Car'`) },
  { what: 'an order has another note', ...of('store_order', order, `note = 'It is at Eve’s'`) },
  { what: 'an order takes nothing from stock', ...of('store_order', order, 'takes_stock = false') },
  {
    what: 'the store spends in another marketplace',
    by: `update store_marketplace set marketplace_id = (select id from marketplace where name = 'Another')`,
    row: `select currency from store_marketplace`,
  },
  ...CARD_ALTERATIONS,
];
