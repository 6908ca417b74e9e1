/** Where Amazon sells gift cards by this interface: in which currency, and by which of its three addresses. */
type Marketplace = { name: string; currency: string; host: string; region: string };

const NORTH_AMERICA = { host: 'agcod-v2.amazon.com', region: 'us-east-1' };
const EUROPE = { host: 'agcod-v2-eu.amazon.com', region: 'eu-west-1' };
const FAR_EAST = { host: 'agcod-v2-fe.amazon.com', region: 'us-west-2' };

/** @see https://developer.amazon.com/docs/incentives-api/incentives-api.html */
const MARKETPLACES: Record<string, Marketplace> = {
  US: { name: 'Amazon.com', currency: 'USD', ...NORTH_AMERICA },
  CA: { name: 'Amazon.ca', currency: 'CAD', ...NORTH_AMERICA },
  MX: { name: 'Amazon.com.mx', currency: 'MXN', ...NORTH_AMERICA },
  GB: { name: 'Amazon.co.uk', currency: 'GBP', ...EUROPE },
  DE: { name: 'Amazon.de', currency: 'EUR', ...EUROPE },
  FR: { name: 'Amazon.fr', currency: 'EUR', ...EUROPE },
  IT: { name: 'Amazon.it', currency: 'EUR', ...EUROPE },
  ES: { name: 'Amazon.es', currency: 'EUR', ...EUROPE },
  NL: { name: 'Amazon.nl', currency: 'EUR', ...EUROPE },
  BE: { name: 'Amazon.com.be', currency: 'EUR', ...EUROPE },
  PL: { name: 'Amazon.pl', currency: 'PLN', ...EUROPE },
  SE: { name: 'Amazon.se', currency: 'SEK', ...EUROPE },
  TR: { name: 'Amazon.com.tr', currency: 'TRY', ...EUROPE },
  AE: { name: 'Amazon.ae', currency: 'AED', ...EUROPE },
  SA: { name: 'Amazon.sa', currency: 'SAR', ...EUROPE },
  EG: { name: 'Amazon.eg', currency: 'EGP', ...EUROPE },
  ZA: { name: 'Amazon.co.za', currency: 'ZAR', ...EUROPE },
  JP: { name: 'Amazon.co.jp', currency: 'JPY', ...FAR_EAST },
  AU: { name: 'Amazon.com.au', currency: 'AUD', ...FAR_EAST },
  SG: { name: 'Amazon.sg', currency: 'SGD', ...FAR_EAST },
};

/** @throws for a country where Amazon has none. */
export function marketplaceOf(country: string): Marketplace {
  const marketplace = MARKETPLACES[country];
  if (marketplace) return marketplace;
  throw new Error(
    `AMAZON_INCENTIVES_COUNTRY is “${country}”. It is one of ${Object.keys(MARKETPLACES).join(', ')}`,
  );
}
