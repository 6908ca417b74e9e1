/** Units that are worked out, so that people can be told what they asked for: [a power of ten, how often]. */
const SCALES: readonly (readonly [words: string, factor: string])[] = [
  ['dozen dozens', '12'],
  ['hundred hundreds', '100'],
  ['k k€ k$ thousand thousands grand tsd tausend mille', '1000'],
  ['lakh lakhs lac', '100000'],
  ['m mio mn mil million millions', '1000000'],
  ['crore crores', '10000000'],
  ['bn billion billions', '1000000000'],
  [
    'c ct cts ¢ cent cents p penny pennies pence centime centimes rappen rp. øre öre ore groszy grosz kopeck kopecks paise centavo centavos céntimos sen fils',
    '0.01',
  ],
];

const scaleOf = new Map(SCALES.flatMap(([words, factor]) => words.split(' ').map((word) => [word, factor])));

/** By how much a unit multiplies its number, as a decimal: `k` 1000, `cents` 0.01. */
export function findScale(unit: string): string | undefined {
  return scaleOf.get(unit.toLowerCase());
}

const OTHER_UNITS = new Set(
  'point points pts pt credits coins tokens stars kudos karma tacos hearts btc eth usdt usdc sats xp % percent ‰ times persons people gifts vouchers codes second seconds sec secs minute minutes min mins hour hours hr hrs h day days week weeks month months year years yr yrs km kg mb gb'.split(
    ' ',
  ),
);

/** Whether a word behind a number says that it counts something, money or not. */
export function isUnit(word: string): boolean {
  return OTHER_UNITS.has(word.toLowerCase()) || findScale(word) !== undefined;
}

/** Behind an amount: each person named gets it, which they do anyway. */
export const EACH = /^\s?(?:for each|each|apiece|ea|pp|(?:\/\s?|per |a )(?:each|person|head|capita))$/iu;

/** Behind an amount: it would have to be shared out. */
export const TOTAL = /^\s?(?:in all|(?:in )?total|altogether|together|combined|overall|split|shared?)$/iu;

const ROUGH =
  /^(?:about|around|approx|approximately|roughly|ca|circa|up to|at least|at most|max|min|maybe|over|under|almost|nearly|more than|less than|or.*|ish|[~≈><±≥≤+?]+)$/iu;

/** Whether it says that the amount is not exact. */
export function isRough(words: string): boolean {
  return ROUGH.test(words.replaceAll('.', '').trim());
}

const NUMBER_WORDS = new Set(
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen half couple few grand'.split(
    ' ',
  ),
);

/** How many words at the front are a number in words, such as `twenty-five` or `a hundred`. */
export function countNumberWords(words: readonly string[]): number {
  const start = /^an?$/iu.test(words[0] ?? '') ? 1 : 0;
  let end = start;
  while (NUMBER_WORDS.has(words[end]?.toLowerCase().split('-')[0] ?? '')) end += 1;
  return end === start ? 0 : end;
}
