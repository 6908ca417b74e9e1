import { isCurrency } from '#src/domain/kit/money.ts';

/**
 * How people write the currencies in use, by ISO 4217 code: signs, abbreviations and words, in lower case, without dots.
 * What several currencies share is listed under each. `_` stands for a space.
 */
const NAMES: Record<string, string> = {
  AED: 'dirham dirhams dh dhs',
  AFN: '؋ afghani afghanis',
  ALL: 'lek leke lekë',
  AMD: '֏ dram drams',
  ANG: 'guilder guilders',
  AOA: 'kwanza kwanzas kz',
  ARS: '$ ar$ peso pesos argentine_pesos',
  AUD: '$ a$ au$ aud$ dollar dollars buck bucks australian_dollar australian_dollars aussie_dollars',
  AWG: 'florin florins',
  AZN: '₼ manat manats',
  BAM: '',
  BBD: '$ bds$ dollar dollars',
  BDT: '৳ taka takas',
  BGN: 'лв lev leva',
  BHD: 'dinar dinars',
  BIF: 'franc francs',
  BMD: '$ bd$ dollar dollars',
  BND: '$ b$ dollar dollars',
  BOB: 'bs boliviano bolivianos',
  BRL: 'r$ real reais',
  BSD: '$ b$ dollar dollars',
  BTN: 'ngultrum',
  BWP: 'pula',
  BYN: 'br ruble rubles rouble roubles',
  BZD: '$ bz$ dollar dollars',
  CAD: '$ c$ ca$ cad$ cdn cdn$ dollar dollars buck bucks loonies canadian_dollar canadian_dollars',
  CDF: 'franc francs',
  CHF: 'fr frs sfr franc francs franken swiss_franc swiss_francs',
  CLF: '',
  CLP: '$ cl$ peso pesos chilean_pesos',
  CNY: '¥ cn¥ 元 yuan rmb renminbi',
  COP: '$ co$ peso pesos colombian_pesos',
  CRC: '₡ colon colones',
  CUP: '$ peso pesos',
  CVE: 'escudo escudos',
  CZK: 'kč kc koruna koruny korun czech_crowns crown crowns',
  DJF: 'franc francs',
  DKK: 'kr krone kroner kronor crown crowns danish_kroner danish_krone danish_crowns',
  DOP: '$ rd$ peso pesos',
  DZD: 'da dinar dinars',
  EGP: '£ e£ le pound pounds egyptian_pounds',
  ERN: 'nakfa',
  ETB: 'br birr',
  EUR: '€ euro euros',
  FJD: '$ fj$ dollar dollars',
  FKP: '£ pound pounds',
  GBP: '£ gb£ uk£ gbp£ stg quid pound pounds pound_sterling pounds_sterling british_pounds sterling',
  GEL: '₾ lari',
  GHS: '₵ gh₵ cedi cedis',
  GIP: '£ pound pounds',
  GMD: 'dalasi dalasis',
  GNF: 'franc francs',
  GTQ: 'quetzal quetzales',
  GYD: '$ gy$ dollar dollars',
  HKD: '$ hk$ hkd$ dollar dollars hong_kong_dollars',
  HNL: 'lempira lempiras',
  HTG: 'gourde gourdes',
  HUF: 'ft forint forints',
  IDR: 'rp rupiah rupiahs',
  ILS: '₪ nis shekel shekels',
  INR: '₹ rs re inr₹ rupee rupees indian_rupees',
  IQD: 'dinar dinars',
  IRR: '﷼ rial rials toman tomans',
  ISK: 'kr króna krónur krona kronur crown crowns',
  JMD: '$ j$ dollar dollars',
  JOD: 'jd dinar dinars',
  JPY: '¥ jp¥ 円 yen',
  KES: 'ksh kshs shilling shillings',
  KGS: 'som',
  KHR: '៛ riel riels',
  KMF: 'franc francs',
  KPW: '₩ won',
  KRW: '₩ 원 won',
  KWD: 'kd dinar dinars',
  KYD: '$ ci$ dollar dollars',
  KZT: '₸ tenge',
  LAK: '₭ kip kips',
  LBP: '£ ll pound pounds',
  LKR: 'rs re rupee rupees',
  LRD: '$ l$ dollar dollars',
  LSL: 'loti maloti',
  LYD: 'dinar dinars',
  MAD: 'dh dhs dirham dirhams',
  MDL: 'leu lei',
  MGA: 'ar ariary',
  MKD: 'ден denar denari',
  MMK: 'kyat kyats',
  MNT: '₮ tugrik tugriks',
  MOP: 'mop$ pataca patacas',
  MRU: 'ouguiya',
  MUR: 'rs re rupee rupees',
  MVR: 'rf rufiyaa',
  MWK: 'kwacha',
  MXN: '$ mx$ mex$ peso pesos mexican_pesos',
  MYR: 'rm ringgit',
  MZN: 'mt metical meticais',
  NAD: '$ n$ dollar dollars',
  NGN: '₦ naira nairas',
  NIO: 'c$ cordoba cordobas',
  NOK: 'kr krone kroner kronor crown crowns norwegian_kroner norwegian_krone norwegian_crowns',
  NPR: 'rs re rupee rupees',
  NZD: '$ nz$ nzd$ dollar dollars buck bucks new_zealand_dollars',
  OMR: '﷼ rial rials',
  PAB: 'balboa balboas',
  PEN: 's/ sol soles',
  PGK: 'kina',
  PHP: '₱ peso pesos philippine_pesos',
  PKR: 'rs re rupee rupees',
  PLN: 'zł zl zloty zlotys zloties złoty złote złotych',
  PYG: '₲ guarani guaranies',
  QAR: '﷼ qr riyal riyals',
  RON: 'leu lei',
  RSD: 'din дин dinar dinars',
  RUB: '₽ руб ruble rubles rouble roubles',
  RWF: 'franc francs',
  SAR: '﷼ sr riyal riyals',
  SBD: '$ si$ dollar dollars',
  SCR: 'rs re rupee rupees',
  SDG: '£ pound pounds',
  SEK: 'kr krona kronor kroner crown crowns swedish_kronor swedish_krona swedish_crowns',
  SGD: '$ s$ sg$ sgd$ dollar dollars singapore_dollars',
  SHP: '£ pound pounds',
  SLE: 'leone leones',
  SOS: 'shilling shillings',
  SRD: '$ sr$ dollar dollars',
  SSP: '£ pound pounds',
  STN: 'dobra dobras',
  SVC: 'colon colones',
  SYP: '£ pound pounds',
  SZL: 'lilangeni emalangeni',
  THB: '฿ baht bahts',
  TJS: 'somoni',
  TMT: 'manat manats',
  TND: 'dt dinar dinars',
  TOP: 't$ paʻanga',
  TRY: '₺ tl lira liras',
  TTD: '$ tt$ dollar dollars',
  TWD: '$ nt$ twd$ nt dollar dollars taiwan_dollars',
  TZS: 'tsh shilling shillings',
  UAH: '₴ грн hryvnia hryvnias',
  UGX: 'ush shilling shillings',
  USD: '$ us$ usd$ dollar dollars buck bucks us_dollar us_dollars american_dollars usa_dollars',
  UYU: '$ $u uy$ peso pesos',
  UZS: 'som soum',
  VED: 'bs bolivar bolivares',
  VES: 'bs bolivar bolivares',
  VND: '₫ đ dong',
  VUV: 'vatu',
  WST: 'ws$ tala',
  XAF: 'fcfa franc francs',
  XCD: '$ ec$ dollar dollars',
  XOF: 'cfa fcfa franc francs',
  XPF: 'cfp franc francs',
  YER: '﷼ rial rials',
  ZAR: 'r rand rands',
  ZMW: 'zk kwacha',
  ZWG: 'zig',
};

/** The same words in other languages, by one of the names above. */
const TRANSLATIONS: Record<string, string> = {
  euro: 'eura eurot euroa eurů eurów евро євро ευρώ ευρω ユーロ 欧元 歐元 유로 يورو אירו',
  dollar:
    'dólar dólares dolar dolares dolary dolarów dolarů dollaro dollari dollaria доллар доллара доллары долларов долар доларів δολάρια ドル 美元 美金 달러 دولار דולר',
  pound: 'libra libras livre livres sterlina sterline pfund фунт фунта фунты фунтов ポンド 英镑 파운드 جنيه',
  yen: 'иена иены иен エン 日元 日圓 엔',
  yuan: '块 塊 人民币 人民幣 юань юаня юаней',
  rupee: 'रुपये रुपया रुपए rupia rupias roupies',
  ruble: 'рубль рубля рубли рублей р rubel rubla rublos roubles',
  hryvnia: 'гривня гривні гривень гривна гривны гривен',
  dirham: 'درهم',
  riyal: 'ريال',
  franc: 'franco francos franchi franken франк франка франков',
  krona: 'kroon couronnes coronas kronen kruunua',
  peso: 'песо',
  lira: 'lirası',
  shekel: 'שקל שקלים ש"ח',
};

const codesOf = new Map<string, Set<string>>();
for (const [code, names] of Object.entries(NAMES)) {
  for (const name of [code, ...names.split(' ').filter(Boolean)]) {
    const key = plainName(name.replaceAll('_', ' '));
    codesOf.set(key, (codesOf.get(key) ?? new Set()).add(code));
  }
}

for (const [name, words] of Object.entries(TRANSLATIONS)) {
  for (const word of words.split(' ')) {
    const codes = [...(codesOf.get(word) ?? []), ...(codesOf.get(name) ?? [])];
    codesOf.set(word, new Set(codes));
  }
}

/** A name of a currency in one form: lower case, full-width signs as plain ones, single spaces, no dots after letters. */
export function plainName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/(?<=\p{L})\./gu, '');
  return plain.replaceAll(/\s+/gu, ' ').trim();
}

const NONE: ReadonlySet<string> = new Set();

/**
 * The currencies that a sign, a word or a code may mean, in any case: `€`, `kr.`, `Euros`, `usd`. Codes that are no longer
 * in use count only in capitals, because `sit` and `bad` are words.
 */
export function currenciesNamed(name: string): ReadonlySet<string> {
  if (isCurrency(name)) return new Set([name]);
  return codesOf.get(plainName(name)) ?? NONE;
}

/** Whether `named`, a code or a name that several currencies share such as `$`, means `currency`. */
export function isNamedBy(currency: string, named: string): boolean {
  return currency === named || currenciesNamed(named).has(currency);
}
