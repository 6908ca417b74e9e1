/** What becomes of gift funds when a wallet is closed: back to a department, to their owner with the pay, or they stay to be spent. */
export const CLOSING_WAYS = ['return', 'pay-out', 'honour'] as const;
export type ClosingWay = (typeof CLOSING_WAYS)[number];

/** From which day on which ways are open in a region, and why. The region is a country, or a country and its part: `US-CA`. */
type ClosingRule = { region: string; since: string; ways: readonly ClosingWay[]; source: string };

/**
 * Where funds may not simply go back. Elsewhere all ways are open: what an employer awards is exempt from most rules about gift
 * cards. No legal advice; src/domain/wallet/README.md names what each rests on.
 */
const CLOSING_RULES: readonly ClosingRule[] = [
  { region: 'DE', since: '2002-01-01', ways: ['pay-out', 'honour'], source: 'BGB 195, 199' },
  {
    region: 'BR',
    since: '1991-03-11',
    ways: ['pay-out', 'honour'],
    source: 'CDC; Defensoria Pública do Paraná',
  },
  { region: 'IN', since: '2021-08-27', ways: ['pay-out', 'honour'], source: 'RBI MD-PPI 2021' },
];

/** The ways in which the wallet of somebody of a region can be closed on a day, `2026-11-29`. */
export function closingWaysIn(region: string, day: string): readonly ClosingWay[] {
  const here = CLOSING_RULES.filter((rule) => {
    return (region === rule.region || region.startsWith(`${rule.region}-`)) && rule.since <= day;
  });
  // The rule for a part of a country goes before the one for all of it, and a newer one before an older.
  const [rule] = here.toSorted((a, b) => {
    return b.region.length - a.region.length || (a.since < b.since ? 1 : -1);
  });
  return rule?.ways ?? CLOSING_WAYS;
}
