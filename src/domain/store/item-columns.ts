import type { Aliases } from '#src/domain/kit/headers.ts';

/** The columns of a catalogue as a file, in the order in which it is written. */
export const CATALOGUE_COLUMNS = [
  'id',
  'kind',
  'name',
  'description',
  'price',
  'stock',
  'limit',
  'delivery',
  'fulfiller',
  'product',
  'value',
  'provider',
  'provider product',
  'min',
  'max',
  'departments',
  'roles',
  'regions',
  'picture',
  'status',
] as const;
export type CatalogueColumn = (typeof CATALOGUE_COLUMNS)[number];

/** The headers that mean them, in English and German. */
export const CATALOGUE_ALIASES: Aliases<CatalogueColumn> = {
  id: ['id', 'itemid'],
  kind: ['kind', 'type', 'art', 'typ'],
  name: ['name', 'item', 'title', 'artikel', 'titel', 'bezeichnung'],
  description: ['description', 'text', 'details', 'beschreibung'],
  price: ['price', 'prices', 'cost', 'preis', 'preise'],
  stock: ['stock', 'instock', 'quantity', 'qty', 'available', 'bestand', 'anzahl', 'menge'],
  limit: ['limit', 'limitperperson', 'perperson', 'maxperperson', 'properson'],
  delivery: ['delivery', 'shipping', 'lieferung', 'versand'],
  fulfiller: ['fulfiller', 'fulfilledby', 'contact', 'owner', 'zustaendig', 'ansprechpartner'],
  product: ['product', 'stockproduct', 'produkt'],
  value: ['value', 'facevalue', 'wert', 'nennwert'],
  provider: ['provider', 'anbieter'],
  'provider product': ['providerproduct', 'productref', 'sku', 'anbieterprodukt'],
  min: ['min', 'minimum', 'from', 'ab', 'von'],
  max: ['max', 'maximum', 'to', 'bis'],
  departments: ['departments', 'department', 'abteilungen', 'abteilung'],
  roles: ['roles', 'role', 'rollen', 'rolle'],
  regions: ['regions', 'region', 'regionen'],
  picture: ['picture', 'image', 'bild'],
  status: ['status', 'state'],
};
