import type { Stored } from '#src/domain/kit/money.ts';
import type { Role } from '#src/domain/people/roles.ts';

/**
 * What can be had in the store: own goods, a donation, a day off, which a person sees to; a code from stock; a gift card, which is bought
 * from a provider once it is ordered.
 */
export const ITEM_KINDS = ['own', 'charity', 'day-off', 'codes', 'gift-card'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

export function isItemKind(text: string): text is ItemKind {
  return (ITEM_KINDS as readonly string[]).includes(text);
}

/** Whether a named person does what was ordered. */
export function isByPerson(kind: ItemKind): boolean {
  return kind === 'own' || kind === 'charity' || kind === 'day-off';
}

/** From whom a gift card is bought, what they call it, and from how much to how much. */
export type ProvidedCard = {
  name: string;
  product: string;
  minMinor: bigint;
  maxMinor: bigint;
  currency: string;
};

/** What HR says of an item. */
export type ItemFields = {
  kind: ItemKind;
  name: string;
  description: string;
  /** The hash of its picture. */
  picture: string | null;
  /** By currency, in minor units. A gift card has none. */
  prices: Readonly<Record<string, bigint>>;
  /** How many there are; null: as many as wanted. Own goods alone. */
  inStock: number | null;
  limitPerPerson: number | null;
  /** Whether it is sent somewhere. Own goods alone. */
  needsAddress: boolean;
  /** Who does what was ordered, where a person does. */
  fulfillerId: string | null;
  /** The product in stock whose codes it gives. */
  productId: string | null;
  provider: ProvidedCard | null;
  /** For whom it is: ids, roles and regions; empty: for all. */
  departments: readonly string[];
  roles: readonly Role[];
  regions: readonly string[];
};

export type StoreItem = ItemFields & {
  organizationId: string;
  id: string;
  isRetired: boolean;
  /** Counts changes of what HR says; an order changes the stock alone. */
  version: number;
};

export type ItemField = keyof ItemFields;

/** Without what its kind does not have: people change the kind of a form after they have filled it in. */
export function fitKind(fields: ItemFields): ItemFields {
  const { kind } = fields;
  const isOwn = kind === 'own';
  return {
    ...fields,
    prices: kind === 'gift-card' ? {} : fields.prices,
    inStock: isOwn ? fields.inStock : null,
    needsAddress: isOwn && fields.needsAddress,
    fulfillerId: isByPerson(kind) ? fields.fulfillerId : null,
    productId: kind === 'codes' ? fields.productId : null,
    provider: kind === 'gift-card' ? fields.provider : null,
  };
}

/** What is on record of an item. */
export function itemRecord(
  item: ItemFields & { isRetired: boolean },
): Stored<ItemFields & { isRetired: boolean }> {
  const text = JSON.stringify(
    {
      kind: item.kind,
      name: item.name,
      description: item.description,
      picture: item.picture,
      prices: item.prices,
      inStock: item.inStock,
      limitPerPerson: item.limitPerPerson,
      needsAddress: item.needsAddress,
      fulfillerId: item.fulfillerId,
      productId: item.productId,
      provider: item.provider,
      departments: item.departments,
      roles: item.roles,
      regions: item.regions,
      isRetired: item.isRetired,
    },
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  );
  return JSON.parse(text) as Stored<ItemFields & { isRetired: boolean }>;
}
