import type { Role } from '#src/domain/people/roles.ts';
import type { PlainKey } from '#src/words/words.ts';

type Item = { path: string; label: PlainKey; roles: readonly Role[] | 'all' };

/** Where the pages are, in the order in which people see them. What somebody may not do is not shown. */
const ITEMS: readonly Item[] = [
  { path: '/wallet', label: 'web.nav.wallet', roles: 'all' },
  { path: '/store', label: 'web.nav.store', roles: 'all' },
  { path: '/orders', label: 'web.nav.orders', roles: 'all' },
  { path: '/redeem', label: 'web.nav.redeem', roles: 'all' },
  { path: '/spend', label: 'web.nav.spend', roles: ['manager', 'approver', 'hr', 'finance', 'admin'] },
  { path: '/liability', label: 'web.nav.liability', roles: ['hr', 'finance', 'admin'] },
  { path: '/tokens', label: 'web.nav.tokens', roles: ['admin'] },
  { path: '/webhooks', label: 'web.nav.webhooks', roles: ['admin'] },
  { path: '/factor-resets', label: 'web.nav.resets', roles: ['admin'] },
  { path: '/catalogue', label: 'web.nav.catalogue', roles: ['hr', 'finance', 'admin'] },
  { path: '/stock', label: 'web.nav.stock', roles: ['hr', 'finance', 'admin'] },
];

export function navigationOf(role: Role): Item[] {
  return ITEMS.filter(({ roles }) => roles === 'all' || roles.includes(role));
}
