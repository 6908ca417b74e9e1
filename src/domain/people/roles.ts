/** Every role, as the database stores them. */
export const ROLES = ['employee', 'manager', 'approver', 'hr', 'finance', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
