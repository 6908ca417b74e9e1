/** Every role, as the database stores them. */
export const ROLES = ['employee', 'manager', 'approver', 'hr', 'finance', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * `give`: from their own department's budget; `give-in-bulk`: from any department's, by a list of gifts; `set-budgets`:
 * others ask them for budgets; `void-gifts`: may ask for any gift to be taken back.
 */
export type Right = 'give' | 'give-in-bulk' | 'see-budget' | 'set-budgets' | 'void-gifts';

const RIGHTS: Record<Role, readonly Right[]> = {
  employee: [],
  manager: ['give', 'see-budget'],
  approver: ['give', 'see-budget'],
  hr: ['give-in-bulk', 'see-budget', 'void-gifts'],
  finance: ['give-in-bulk', 'see-budget', 'set-budgets', 'void-gifts'],
  admin: ['give', 'give-in-bulk', 'see-budget', 'set-budgets', 'void-gifts'],
};

/** What each role may do. Chat platforms' own permissions are only a convenience; this table decides. */
export function may(role: Role, right: Right): boolean {
  return RIGHTS[role].includes(right);
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
