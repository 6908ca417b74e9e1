import { describe, expect, it } from 'vitest';
import { currenciesNamed, isNamedBy } from '#src/domain/kit/amount/currency-names.ts';

/** What people write, and the currencies that it may mean; some of them where many do. */
const NAMES: readonly (readonly [names: string, codes: string])[] = [
  ['dirhams|Dh.|dhs', 'AED MAD'],
  ['afghanis|؋', 'AFN'],
  ['lekë|Lek', 'ALL'],
  ['drams|֏', 'AMD'],
  ['guilders', 'ANG'],
  ['kwanzas|Kz', 'AOA'],
  ['Argentine pesos|AR$', 'ARS'],
  ['Australian dollars|A$|AU$|Aussie dollars', 'AUD'],
  ['florins', 'AWG'],
  ['manats|manat', 'AZN TMT'],
  ['₼', 'AZN'],
  [
    'dollars|$|Dollar',
    'USD AUD CAD NZD HKD SGD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD',
  ],
  ['$', 'ARS CLP COP CUP DOP MXN UYU USD'],
  ['bucks|buck', 'USD AUD CAD NZD'],
  ['Bds$', 'BBD'],
  ['taka|৳', 'BDT'],
  ['leva|лв', 'BGN'],
  ['dinars|Dinar', 'BHD DZD IQD JOD KWD LYD RSD TND'],
  ['francs|Franc', 'BIF CDF CHF DJF GNF KMF RWF XAF XOF XPF'],
  ['BD$', 'BMD'],
  ['B$', 'BND BSD'],
  ['bolivianos|Bs.', 'BOB'],
  ['reais|R$|real', 'BRL'],
  ['ngultrum', 'BTN'],
  ['pula', 'BWP'],
  ['roubles|rubles|ruble', 'BYN RUB'],
  ['BZ$', 'BZD'],
  ['Canadian dollars|C$|CA$|loonies', 'CAD'],
  ['Franken|Fr.|SFr.|Swiss francs', 'CHF'],
  ['Chilean pesos|CL$', 'CLP'],
  ['yuan|RMB|元|CN¥|renminbi', 'CNY'],
  ['¥', 'CNY JPY'],
  ['Colombian pesos|CO$', 'COP'],
  ['colones', 'CRC SVC'],
  ['₡', 'CRC'],
  ['pesos|peso', 'ARS CLP COP CUP DOP MXN PHP UYU'],
  ['escudos', 'CVE'],
  ['Kč|koruny|Czech crowns', 'CZK'],
  ['crowns|crown', 'CZK DKK ISK NOK SEK'],
  ['Danish kroner|Danish crowns', 'DKK'],
  ['kr|kr.', 'DKK ISK NOK SEK'],
  ['kroner', 'DKK NOK SEK'],
  ['RD$', 'DOP'],
  ['DA', 'DZD'],
  ['Egyptian pounds|E£|LE', 'EGP'],
  ['pounds|£', 'EGP FKP GBP GIP LBP SDG SHP SSP SYP'],
  ['nakfa', 'ERN'],
  ['birr', 'ETB'],
  ['€|Euro|euros', 'EUR'],
  ['FJ$', 'FJD'],
  ['quid|British pounds|sterling|GB£|pounds sterling', 'GBP'],
  ['lari|₾', 'GEL'],
  ['cedis|₵', 'GHS'],
  ['dalasis', 'GMD'],
  ['quetzales', 'GTQ'],
  ['GY$', 'GYD'],
  ['Hong Kong dollars|HK$', 'HKD'],
  ['lempiras', 'HNL'],
  ['gourdes', 'HTG'],
  ['Ft|forint', 'HUF'],
  ['rupiah|Rp', 'IDR'],
  ['shekels|₪|NIS', 'ILS'],
  ['Indian rupees|₹', 'INR'],
  ['rupees|Rs.|Rs', 'INR LKR MUR NPR PKR SCR'],
  ['rials', 'IRR OMR YER'],
  ['﷼', 'IRR OMR QAR SAR YER'],
  ['tomans', 'IRR'],
  ['krónur', 'ISK'],
  ['J$', 'JMD'],
  ['JD', 'JOD'],
  ['yen|円|JP¥', 'JPY'],
  ['shillings', 'KES SOS TZS UGX'],
  ['KSh', 'KES'],
  ['som', 'KGS UZS'],
  ['riels|៛', 'KHR'],
  ['won|₩', 'KPW KRW'],
  ['원', 'KRW'],
  ['KD', 'KWD'],
  ['CI$', 'KYD'],
  ['tenge|₸', 'KZT'],
  ['kip|₭', 'LAK'],
  ['LL', 'LBP'],
  ['L$', 'LRD'],
  ['maloti', 'LSL'],
  ['lei|leu', 'MDL RON'],
  ['ariary', 'MGA'],
  ['denari|ден', 'MKD'],
  ['kyats', 'MMK'],
  ['tugrik|₮', 'MNT'],
  ['MOP$|patacas', 'MOP'],
  ['ouguiya', 'MRU'],
  ['rufiyaa', 'MVR'],
  ['kwacha', 'MWK ZMW'],
  ['Mexican pesos|MX$|Mex$', 'MXN'],
  ['ringgit|RM', 'MYR'],
  ['meticais', 'MZN'],
  ['N$', 'NAD'],
  ['naira|₦', 'NGN'],
  ['cordobas', 'NIO'],
  ['Norwegian kroner', 'NOK'],
  ['New Zealand dollars|NZ$', 'NZD'],
  ['balboas', 'PAB'],
  ['soles|S/', 'PEN'],
  ['kina', 'PGK'],
  ['Philippine pesos|₱', 'PHP'],
  ['zł|złotych|zloty|ZŁ', 'PLN'],
  ['guaranies|₲', 'PYG'],
  ['riyals', 'QAR SAR'],
  ['QR', 'QAR'],
  ['din|дин', 'RSD'],
  ['₽|руб.', 'RUB'],
  ['SR', 'SAR'],
  ['SI$', 'SBD'],
  ['Swedish kronor', 'SEK'],
  ['Singapore dollars|S$', 'SGD'],
  ['leones', 'SLE'],
  ['SR$', 'SRD'],
  ['dobras', 'STN'],
  ['emalangeni', 'SZL'],
  ['baht|฿', 'THB'],
  ['somoni', 'TJS'],
  ['DT', 'TND'],
  ['paʻanga|T$', 'TOP'],
  ['lira|₺|TL', 'TRY'],
  ['TT$', 'TTD'],
  ['NT$|Taiwan dollars', 'TWD'],
  ['TSh', 'TZS'],
  ['hryvnia|₴|грн', 'UAH'],
  ['USh', 'UGX'],
  ['US$|US dollars|U.S. dollars|American dollars', 'USD'],
  ['UY$', 'UYU'],
  ['soum', 'UZS'],
  ['bolivares', 'VED VES'],
  ['dong|₫', 'VND'],
  ['vatu', 'VUV'],
  ['tala|WS$', 'WST'],
  ['FCFA', 'XAF XOF'],
  ['EC$', 'XCD'],
  ['CFA', 'XOF'],
  ['CFP', 'XPF'],
  ['rand|R', 'ZAR'],
  ['ZK', 'ZMW'],
  ['ZiG', 'ZWG'],
  // In other languages.
  ['евро|ευρώ|ユーロ|欧元|eurot', 'EUR'],
  ['dólares|долларов|ドル|美元|Dollaria', 'USD AUD CAD'],
  ['libras|фунтов|ポンド|livres', 'GBP EGP'],
  ['иен|日元|エン', 'JPY'],
  ['юаней|人民币|块', 'CNY'],
  ['रुपये|rupias', 'INR PKR'],
  ['рублей|р.|rublos', 'RUB BYN'],
  ['гривень', 'UAH'],
  ['درهم', 'AED MAD'],
  ['ريال', 'QAR SAR'],
  ['франков|franchi|francos', 'CHF XAF'],
  ['kroon|couronnes|kronen', 'SEK'],
  ['песо', 'MXN ARS'],
  ['lirası', 'TRY'],
  ['שקלים|שקל', 'ILS'],
];

const EACH_NAME = NAMES.flatMap(([names, codes]) => names.split('|').map((name) => [name, codes] as const));

describe('the name of a currency', () => {
  it.each(EACH_NAME)('“%s” may mean %s', (name, codes) => {
    expect(codes.split(' ').filter((code) => !isNamedBy(code, name))).toEqual([]);
  });

  it.each([
    ['€', 'EUR'],
    ['US$', 'USD'],
    ['Hong Kong dollars', 'HKD'],
    ['¥', 'CNY JPY'],
    ['bucks', 'AUD CAD NZD USD'],
    ['руб', 'RUB'],
    ['Kč', 'CZK'],
  ])('“%s” means no other than %s', (name, codes) => {
    expect([...currenciesNamed(name)].toSorted().join(' ')).toBe(codes);
  });

  it.each(['USD', 'usd', 'Usd', 'BAM', 'bam', 'clf', 'ZWG'])('may be its code, in any case: %s', (name) => {
    expect(isNamedBy(name.toUpperCase(), name)).toBe(true);
  });

  it('that is no longer in use counts in capitals only', () => {
    const codes = Intl.supportedValuesOf('currency');
    const old = codes.filter((code) => !currenciesNamed(code.toLowerCase()).has(code));

    expect(codes.filter((code) => currenciesNamed(code).has(code))).toEqual(codes);
    expect(old.length).toBeLessThan(codes.length / 10);
  });

  it.each([
    ['ＵＳ＄', 'USD'],
    ['us  dollars', 'USD'],
    [' US\u00a0dollars ', 'USD'],
    ['U.S. dollars', 'USD'],
    ['U.S.D.', 'USD'],
  ])('is the same however it is typed: “%s”', (name, code) => {
    expect(isNamedBy(code, name)).toBe(true);
  });

  it.each(['', ' ', '.', 'points', 'lunch', '$$', 'us dollars please', 'dollarsdollars'])(
    'is not “%s”',
    (name) => {
      expect(currenciesNamed(name).size).toBe(0);
    },
  );

  it('does not mean a currency that has another', () => {
    expect(isNamedBy('EUR', '$')).toBe(false);
    expect(isNamedBy('EUR', 'USD')).toBe(false);
    expect(isNamedBy('SEK', 'SEK')).toBe(true);
  });
});
