/** Every role, as the database keeps them. */
export const ROLES = ['employee', 'manager', 'approver', 'hr', 'finance', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export type Right = 'give' | 'see-budget';

const RIGHTS: Record<Role, readonly Right[]> = {
  employee: [],
  manager: ['give', 'see-budget'],
  approver: ['give', 'see-budget'],
  hr: ['see-budget'],
  finance: ['see-budget'],
  admin: ['give', 'see-budget'],
};

/** What each role may do. Chat platforms' own permissions are a convenience; this table decides. */
export function may(role: Role, right: Right): boolean {
  return RIGHTS[role].includes(right);
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
