import type { Role } from './roles.ts';

/** What one can see or act on. */
export const RESOURCES = [
  'person',
  'department',
  'budget',
  'policy',
  'allowance',
  'recognition',
  'gift',
  'wallet',
  'offer',
  'order',
  'catalogue',
  'stock',
  'session',
  'token',
  'approval',
  'spend',
  'ledger',
  'job',
  'webhook',
] as const;
export type Resource = (typeof RESOURCES)[number];

/** Whose it is, as seen by the person who asks: their own, their reports', their department's, or anybody's. */
export const RELATIONS = ['own', 'reports', 'department', 'all'] as const;
export type Relation = (typeof RELATIONS)[number];

/**
 * `give`: from a budget; `give-in-bulk`: from a budget by a list of gifts; `void`: ask for a gift to be taken back; `grant`:
 * promotional credit, and ask for it to be taken back, and settle checkouts by hand; `guard`: freeze it, and ask for it to be closed;
 * `entitle`: say which role somebody has, and whose a chat account is.
 */
export type Deed =
  | 'read'
  | 'give'
  | 'give-in-bulk'
  | 'set'
  | 'decide'
  | 'void'
  | 'grant'
  | 'guard'
  | 'entitle';

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
 * What each role may do, to what, and whose. A right over everybody's does not imply the same right over one's own
 * department's, except that whoever may read all may read each.
 *
 * A gift belongs to its giver and its recipient, a recognition to its giver, an approval to the requester, to those who
 * were asked and to whoever decided. Only its owner and those responsible for the money may see a wallet, and only its owner and an admin
 * where somebody is signed in, and which programs act as them. An offer belongs to the person to whom it is made, an order to its buyer
 * and to whoever sees to it.
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
    offer: OWN,
    order: OWN,
    catalogue: NONE,
    stock: NONE,
    session: OWN,
    token: OWN,
    approval: OWN,
    spend: NONE,
    ledger: NONE,
    job: NONE,
    webhook: NONE,
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
    offer: OWN,
    order: OWN,
    catalogue: NONE,
    stock: NONE,
    session: OWN,
    token: OWN,
    approval: OWN,
    spend: DEPARTMENT,
    ledger: NONE,
    job: NONE,
    webhook: NONE,
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
    offer: OWN,
    order: OWN,
    catalogue: NONE,
    stock: NONE,
    session: OWN,
    token: OWN,
    approval: cells({ own: READ, department: ['read', 'decide'] }),
    spend: DEPARTMENT,
    ledger: NONE,
    job: NONE,
    webhook: NONE,
  },
  hr: {
    person: cells({ all: ['read', 'set'] }),
    department: cells({ all: ['read', 'set'] }),
    budget: cells({ department: READ, all: ['read', 'give-in-bulk'] }),
    policy: ALL,
    allowance: ALL,
    recognition: ALL,
    gift: cells({ all: ['read', 'void'] }),
    wallet: cells({ all: ['read', 'guard'] }),
    offer: ALL,
    order: cells({ own: READ, all: ['read', 'set'] }),
    catalogue: cells({ all: ['read', 'set'] }),
    stock: cells({ all: ['read', 'set'] }),
    session: OWN,
    token: OWN,
    approval: ALL,
    spend: ALL,
    ledger: NONE,
    job: NONE,
    webhook: NONE,
  },
  finance: {
    person: ALL,
    department: ALL,
    budget: cells({ department: READ, all: ['read', 'give-in-bulk', 'set'] }),
    policy: cells({ all: ['read', 'set'] }),
    allowance: cells({ all: ['read', 'set'] }),
    recognition: ALL,
    gift: cells({ all: ['read', 'void'] }),
    wallet: cells({ all: ['read', 'grant', 'guard'] }),
    offer: ALL,
    order: cells({ own: READ, all: READ }),
    catalogue: ALL,
    stock: cells({ all: ['read', 'set'] }),
    session: OWN,
    token: OWN,
    approval: cells({ all: ['read', 'decide'] }),
    spend: ALL,
    ledger: ALL,
    job: NONE,
    webhook: NONE,
  },
  admin: {
    person: cells({ all: ['read', 'set', 'entitle'] }),
    department: cells({ all: ['read', 'set'] }),
    budget: cells({ department: ['read', 'give'], all: ['read', 'give-in-bulk', 'set'] }),
    policy: cells({ all: ['read', 'set'] }),
    allowance: cells({ all: ['read', 'set'] }),
    recognition: ALL,
    gift: cells({ all: ['read', 'void'] }),
    wallet: cells({ all: ['read', 'grant', 'guard'] }),
    offer: ALL,
    order: cells({ own: READ, all: ['read', 'set'] }),
    catalogue: cells({ all: ['read', 'set'] }),
    stock: cells({ all: ['read', 'set'] }),
    session: ALL,
    token: cells({ all: ['read', 'set'] }),
    approval: cells({ department: ['read', 'decide'], all: ['read', 'decide'] }),
    spend: ALL,
    ledger: ALL,
    job: cells({ all: ['read', 'set'] }),
    webhook: cells({ all: ['read', 'set'] }),
  },
};

/** What a role may do to a resource in this relation to the person who has the role. */
export function deedsOf(role: Role, resource: Resource, relation: Relation): readonly Deed[] {
  return TABLE[role][resource][relation];
}

/** The cells with their own name, because several places ask for them. */
const RIGHTS = {
  /** From their own department's budget. */
  give: ['budget', 'department', 'give'],
  /** From any department's, by a list of gifts. */
  'give-in-bulk': ['budget', 'all', 'give-in-bulk'],
  'see-budget': ['budget', 'department', 'read'],
  /** Others ask them for a budget. */
  'set-budgets': ['budget', 'all', 'set'],
  /** Say by which rules departments give. */
  'set-rules': ['policy', 'all', 'set'],
  /** Say when gifts count for tax, and how payroll gets them. Whoever sees everybody's spend reads it: they see every gift already. */
  'set-tax': ['policy', 'all', 'set'],
  /** Say how much single givers may give. */
  'set-allowances': ['allowance', 'all', 'set'],
  /** Say who people are: name, address, department, manager, and whether they work here. `off-limits.ts` says of whom. */
  'keep-people': ['person', 'all', 'set'],
  /** Erase people, and say for how long texts and addresses are kept. Nobody erases themselves, and only an admin an admin. */
  'erase-people': ['person', 'all', 'set'],
  /** Say what departments are called, and where they are. */
  'keep-departments': ['department', 'all', 'set'],
  /** Give and take roles. */
  'set-roles': ['person', 'all', 'entitle'],
  /** Say whose a chat account is, and which workspaces belong to the organization. */
  'link-identities': ['person', 'all', 'entitle'],
  /** Ask for any gift to be taken back. */
  'void-gifts': ['gift', 'all', 'void'],
  /** Grant promotional credit, and ask for it to be taken back. */
  'grant-promos': ['wallet', 'all', 'grant'],
  /** See how far the set-up has come, and say what the company does without. */
  'set-up': ['person', 'all', 'entitle'],
  /** Make tokens for programs that call the API, and end anybody's. */
  'make-tokens': ['token', 'all', 'set'],
  /** Freeze anybody's wallet, report anybody's code, and ask for a new one or for a wallet to be closed. */
  'guard-wallets': ['wallet', 'all', 'guard'],
  /** Capture, void and refund anybody's checkouts by hand, in place of the marketplace, and give up purchases. */
  'settle-checkouts': ['wallet', 'all', 'grant'],
  /** Say which programs outside are told of what happens. */
  'manage-webhooks': ['webhook', 'all', 'set'],
  /** Read the record of everybody's money and rights. */
  'read-ledger': ['ledger', 'all', 'read'],
  /** Run what failed again. */
  'retry-jobs': ['job', 'all', 'set'],
  /** Say what the store offers, to whom and for how much. */
  'keep-catalogue': ['catalogue', 'all', 'set'],
  /** See to anybody's orders, cancel and refund them. */
  'keep-orders': ['order', 'all', 'set'],
  /** Bring codes into stock, and recall them. */
  'keep-stock': ['stock', 'all', 'set'],
} as const satisfies Record<string, readonly [Resource, Relation, Deed]>;

export type Right = keyof typeof RIGHTS;

/** Whether a role has a right. Chat platforms' own permissions are only a convenience; this table decides. */
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
  /** Somebody outside the organization. */
  isGuest?: boolean;
};

/** Somebody with a shell and the database: sees everything in an organization. `operator` says in words who it is. */
export type Operator = { organizationId: string; operator: string };

/** Who asks. */
export type Actor = PersonActor | Operator;

/**
 * How much an actor sees of one resource in one organization: all of it, or what belongs to this person, to the people
 * this person manages, or to this department. Undefined: not in this way. If every way is undefined, they see nothing.
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

/** Everything in an organization. */
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

/** What somebody outside the organization has of their own: a wallet, where it is spent, and where they are signed in. A guest with another role has the rights of that role. */
const OF_GUESTS: readonly Resource[] = ['gift', 'wallet', 'offer', 'order', 'session'];

/** How much an actor sees of a resource. Deactivated people see nothing. */
export function scopeOf(actor: Actor, resource: Resource): Scope {
  const { organizationId } = actor;
  if ('operator' in actor) return everythingOf(organizationId);
  const { id, role, departmentId, isDeactivated, isGuest } = actor;
  const isForeign = isGuest === true && role === 'employee' && !OF_GUESTS.includes(resource);
  function reads(relation: Relation): boolean {
    return !isDeactivated && !isForeign && deedsOf(role, resource, relation).includes('read');
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

/** Whose something is: its people with their managers, and its department. */
export type Belonging = {
  people?: readonly { id: string; managerId: string | null }[];
  departmentId?: string | null;
};

/** Whether the scope covers something that belongs to these, in the scope's own organization. */
export function sees(scope: Scope, { people = [], departmentId }: Belonging): boolean {
  if (scope.isAll) return true;
  if (scope.departmentId !== undefined && scope.departmentId === departmentId) return true;
  return people.some(({ id, managerId }) => scope.personId === id || scope.managerId === managerId);
}

/** Whether an actor has a right: people who have not left by their role, and the operator always. */
export function mayAct(actor: Actor, right: Right): boolean {
  return 'operator' in actor || (!actor.isDeactivated && may(actor.role, right));
}

/**
 * Whether somebody would widen what they give from themselves: their own allowance, or the budget or rules of their own department.
 * Nobody does, whatever their role is; somebody else with the right has to, or the operator.
 */
export function grantsThemselves(
  actor: Actor,
  { personId, departmentId }: { personId?: string; departmentId?: string | null },
): boolean {
  if ('operator' in actor) return false;
  return actor.id === personId || actor.departmentId === departmentId;
}

/** Who is on record for what an actor does; null for the operator, whose words stand there. */
export function actorIdOf(actor: Actor): string | null {
  return 'operator' in actor ? null : actor.id;
}
