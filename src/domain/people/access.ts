import type { Role } from './roles.ts';

/** What there is to see or to act on. */
export const RESOURCES = [
  'person',
  'department',
  'budget',
  'policy',
  'allowance',
  'recognition',
  'gift',
  'wallet',
  'approval',
  'spend',
  'ledger',
  'job',
] as const;
export type Resource = (typeof RESOURCES)[number];

/** Whose it is, seen from the person who asks: their own, of those whom they manage, of their department, of anybody. */
export const RELATIONS = ['own', 'reports', 'department', 'all'] as const;
export type Relation = (typeof RELATIONS)[number];

/** `give`: from a budget; `give-in-bulk`: from it by a list of gifts; `void`: ask that a gift is taken back. */
export type Deed = 'read' | 'give' | 'give-in-bulk' | 'set' | 'decide' | 'void';

type Cells = Readonly<Record<Relation, readonly Deed[]>>;

const READ = ['read'] as const;

function cells(some: Partial<Cells>): Cells {
  return { own: [], reports: [], department: [], all: [], ...some };
}

const NONE = cells({});
const OWN = cells({ own: READ });
const TEAM = cells({ own: READ, reports: READ });
const NEAR = cells({ own: READ, department: READ });
const DEPARTMENT = cells({ department: READ });
const ALL = cells({ all: READ });

/**
 * What each role may do, to what, and whose. A cell stands for itself: what may be done to everybody's is not implied for
 * one's own department's, except that who may read all may read each.
 *
 * A gift is its giver's and its recipient's own, a recognition its giver's, an approval the own of who asked, who was asked
 * and who decided. A wallet is nobody's to see but its owner's and those who answer for the money.
 */
const TABLE: Readonly<Record<Role, Readonly<Record<Resource, Cells>>>> = {
  employee: {
    person: OWN,
    department: DEPARTMENT,
    budget: NONE,
    policy: NONE,
    allowance: OWN,
    recognition: OWN,
    gift: OWN,
    wallet: OWN,
    approval: OWN,
    spend: NONE,
    ledger: NONE,
    job: NONE,
  },
  manager: {
    person: cells({ own: READ, reports: READ, department: READ }),
    department: DEPARTMENT,
    budget: cells({ department: ['read', 'give'] }),
    policy: DEPARTMENT,
    allowance: TEAM,
    recognition: TEAM,
    gift: TEAM,
    wallet: OWN,
    approval: OWN,
    spend: DEPARTMENT,
    ledger: NONE,
    job: NONE,
  },
  approver: {
    person: cells({ own: READ, reports: READ, department: READ }),
    department: DEPARTMENT,
    budget: cells({ department: ['read', 'give'] }),
    policy: DEPARTMENT,
    allowance: NEAR,
    recognition: NEAR,
    gift: NEAR,
    wallet: OWN,
    approval: cells({ own: READ, department: ['read', 'decide'] }),
    spend: DEPARTMENT,
    ledger: NONE,
    job: NONE,
  },
  hr: {
    person: ALL,
    department: ALL,
    budget: cells({ department: READ, all: ['read', 'give-in-bulk'] }),
    policy: ALL,
    allowance: ALL,
    recognition: ALL,
    gift: cells({ all: ['read', 'void'] }),
    wallet: ALL,
    approval: ALL,
    spend: ALL,
    ledger: NONE,
    job: NONE,
  },
  finance: {
    person: ALL,
    department: ALL,
    budget: cells({ department: READ, all: ['read', 'give-in-bulk', 'set'] }),
    policy: ALL,
    allowance: ALL,
    recognition: ALL,
    gift: cells({ all: ['read', 'void'] }),
    wallet: ALL,
    approval: cells({ all: ['read', 'decide'] }),
    spend: ALL,
    ledger: ALL,
    job: NONE,
  },
  admin: {
    person: ALL,
    department: ALL,
    budget: cells({ department: ['read', 'give'], all: ['read', 'give-in-bulk', 'set'] }),
    policy: ALL,
    allowance: ALL,
    recognition: ALL,
    gift: cells({ all: ['read', 'void'] }),
    wallet: ALL,
    approval: cells({ department: ['read', 'decide'], all: ['read', 'decide'] }),
    spend: ALL,
    ledger: ALL,
    job: ALL,
  },
};

/** What a role may do to a resource that stands in this relation to its bearer. */
export function deedsOf(role: Role, resource: Resource, relation: Relation): readonly Deed[] {
  return TABLE[role][resource][relation];
}

/** The cells that have a name of their own, since more than one place asks for them. */
const RIGHTS = {
  /** From one's own department's budget. */
  give: ['budget', 'department', 'give'],
  /** From any department's, by a list of gifts. */
  'give-in-bulk': ['budget', 'all', 'give-in-bulk'],
  'see-budget': ['budget', 'department', 'read'],
  /** Whom others ask for a budget. */
  'set-budgets': ['budget', 'all', 'set'],
  /** Ask that any gift is taken back. */
  'void-gifts': ['gift', 'all', 'void'],
} as const satisfies Record<string, readonly [Resource, Relation, Deed]>;

export type Right = keyof typeof RIGHTS;

/** What each role may do. Chat platforms' own permissions are a convenience; this table decides. */
export function may(role: Role, right: Right): boolean {
  const [resource, relation, deed] = RIGHTS[right];
  return deedsOf(role, resource, relation).includes(deed);
}

/** A person who asks for something. */
export type PersonActor = {
  organizationId: string;
  id: string;
  role: Role;
  departmentId: string;
  isDeactivated: boolean;
};

/** Whoever has a shell and the database: they see all of an organization. `operator` says who that is, in words. */
export type Operator = { organizationId: string; operator: string };

/** Who asks. */
export type Actor = PersonActor | Operator;

/**
 * How far an actor sees, of one resource and of one organization: all of it, or what is of this person, of the people whom this
 * person manages, of this department. Undefined: not by that way. With no way at all nothing is seen.
 */
export type Scope = {
  organizationId: string;
  isAll: boolean;
  personId: string | undefined;
  managerId: string | undefined;
  departmentId: string | undefined;
  /** Undefined for the operator. */
  role: Role | undefined;
};

/** All of an organization. */
export function everythingOf(organizationId: string): Scope {
  return {
    organizationId,
    isAll: true,
    personId: undefined,
    managerId: undefined,
    departmentId: undefined,
    role: undefined,
  };
}

/** How far an actor sees of a resource. Who has left sees nothing. */
export function scopeOf(actor: Actor, resource: Resource): Scope {
  const { organizationId } = actor;
  if ('operator' in actor) return everythingOf(organizationId);
  const { id, role, departmentId, isDeactivated } = actor;
  function reads(relation: Relation): boolean {
    return !isDeactivated && deedsOf(role, resource, relation).includes('read');
  }
  return {
    organizationId,
    isAll: reads('all'),
    personId: reads('own') ? id : undefined,
    managerId: reads('reports') ? id : undefined,
    departmentId: reads('department') ? departmentId : undefined,
    role,
  };
}

/** Whose something is: people with their managers, and the department that it is of. */
export type Belonging = {
  people?: readonly { id: string; managerId: string | null }[];
  departmentId?: string | null;
};

/** Whether what belongs so, in the scope's own organization, is seen. */
export function sees(scope: Scope, { people = [], departmentId }: Belonging): boolean {
  if (scope.isAll) return true;
  if (scope.departmentId !== undefined && scope.departmentId === departmentId) return true;
  return people.some(({ id, managerId }) => {
    const isOwn = scope.personId !== undefined && scope.personId === id;
    return isOwn || (scope.managerId !== undefined && scope.managerId === managerId);
  });
}
