import type { Role } from '#src/domain/people/roles.ts';
import type { PlainKey } from '#src/words/words.ts';

/** Whether it is about the reader's work for others, or about what they have themselves. */
export type NavigationGroup = 'work' | 'own';

/** `group`: work, where it does not say. */
type Item = { path: string; label: PlainKey; roles: readonly Role[] | 'all'; group?: NavigationGroup };

const GROUPS: readonly NavigationGroup[] = ['work', 'own'];

/** Those who see more than what is their own. */
const WORKING: readonly Role[] = ['manager', 'approver', 'hr', 'finance', 'admin'];

/** Where the pages are, in the order in which people see them. What somebody may not do is not shown. */
const ITEMS: readonly Item[] = [
  {
    path: '/overview',
    label: 'web.nav.overview',
    roles: WORKING,
  },
  { path: '/wallet', label: 'web.nav.wallet', roles: 'all', group: 'own' },
  { path: '/store', label: 'web.nav.store', roles: 'all', group: 'own' },
  { path: '/orders', label: 'web.nav.orders', roles: 'all', group: 'own' },
  { path: '/redeem', label: 'web.nav.redeem', roles: 'all', group: 'own' },
  { path: '/spend', label: 'web.nav.spend', roles: WORKING },
  { path: '/liability', label: 'web.nav.liability', roles: ['hr', 'finance', 'admin'] },
  { path: '/budgets', label: 'web.nav.budgets', roles: WORKING },
  { path: '/people', label: 'web.nav.people', roles: WORKING },
  { path: '/departments', label: 'web.nav.departments', roles: WORKING },
  { path: '/catalogue', label: 'web.nav.catalogue', roles: ['hr', 'finance', 'admin'] },
  { path: '/stock', label: 'web.nav.stock', roles: ['hr', 'finance', 'admin'] },
  { path: '/activity', label: 'web.nav.activity', roles: ['finance', 'admin'] },
  { path: '/tokens', label: 'web.nav.tokens', roles: ['admin'] },
  { path: '/webhooks', label: 'web.nav.webhooks', roles: ['admin'] },
  { path: '/factor-resets', label: 'web.nav.resets', roles: ['admin'] },
];

/** The pages of a role, by group; a group without any is left out. */
export function navigationOf(role: Role): { group: NavigationGroup; items: Item[] }[] {
  const items = ITEMS.filter(({ roles }) => roles === 'all' || roles.includes(role));
  return GROUPS.map((group) => ({
    group,
    items: items.filter((item) => (item.group ?? 'work') === group),
  })).filter((one) => one.items.length > 0);
}
