import type { Role } from './roles.ts';

export type Person = {
  organizationId: string;
  id: string;
  name: string;
  email: string | null;
  role: Role;
  departmentId: string;
  managerId: string | null;
  region: string;
  prefers: 'chat' | 'email';
  isGuest: boolean;
  isDeactivated: boolean;
};
