import type { Person } from '#src/domain/people/person.ts';

/** Who settles a checkout: the marketplace that asked for it, or finance in its place. */
export type Clerk = { marketplaceId: string; person?: never } | { person: Person; marketplaceId?: never };

/** A checkout to settle, and by whom. */
export type ToSettle = { organizationId: string; checkoutId: string; by: Clerk };
