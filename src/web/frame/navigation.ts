import type { Role } from '#src/domain/people/roles.ts';
import type { PlainKey } from '#src/words/words.ts';

/** Whether it is about the reader's work for others, what of that is looked up now and then, or what they have themselves. */
export type NavigationGroup = 'work' | 'more' | 'own';

/** `group`: work, where it does not say. */
type Item = { path: string; label: PlainKey; roles: readonly Role[] | 'all'; group?: NavigationGroup };

const GROUPS: readonly NavigationGroup[] = ['work', 'more', 'own'];

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
  { path: '/liability', label: 'web.nav.liability', roles: ['hr', 'finance', 'admin'], group: 'more' },
  { path: '/tax', label: 'web.nav.tax', roles: ['hr', 'finance', 'admin'], group: 'more' },
  { path: '/budgets', label: 'web.nav.budgets', roles: WORKING },
  { path: '/people', label: 'web.nav.people', roles: WORKING },
  { path: '/departments', label: 'web.nav.departments', roles: WORKING, group: 'more' },
  { path: '/catalogue', label: 'web.nav.catalogue', roles: ['hr', 'finance', 'admin'], group: 'more' },
  { path: '/stock', label: 'web.nav.stock', roles: ['hr', 'finance', 'admin'], group: 'more' },
  { path: '/retention', label: 'web.nav.retention', roles: ['hr', 'admin'], group: 'more' },
  { path: '/activity', label: 'web.nav.activity', roles: ['finance', 'admin'] },
  { path: '/tokens', label: 'web.nav.tokens', roles: ['admin'], group: 'more' },
  { path: '/webhooks', label: 'web.nav.webhooks', roles: ['admin'], group: 'more' },
  { path: '/factor-resets', label: 'web.nav.resets', roles: ['admin'], group: 'more' },
];

/** The pages of a role, by group; a group without any is left out. */
export function navigationOf(role: Role): { group: NavigationGroup; items: Item[] }[] {
  const items = ITEMS.filter(({ roles }) => roles === 'all' || roles.includes(role));
  return GROUPS.map((group) => ({
    group,
    items: items.filter((item) => (item.group ?? 'work') === group),
  })).filter((one) => one.items.length > 0);
}
