import { z } from 'zod';
import { cleanText, hasControl } from '#src/domain/kit/fold.ts';
import { isAddress } from '#src/domain/people/address.ts';
import { isRole, type Role } from '#src/domain/people/roles.ts';
import type { PlainKey } from '#src/words/words.ts';

const text = z.string().max(10_000).default('');

/** What the form of a person sends. */
export const SentPerson = z.object({
  name: text,
  email: text,
  number: text,
  department: text,
  manager: text,
  region: text,
  role: text,
  guest: text,
  seen: text,
  step: text,
});
export type SentPersonForm = z.infer<typeof SentPerson>;

/** What it says of them. Without a role it says nothing of that. */
export type SaidPerson = {
  name: string;
  email: string | null;
  employeeNumber: string | null;
  departmentId: string;
  region: string;
  role: Role | undefined;
  isGuest: boolean;
};

type Wrong = Partial<Record<'name' | 'email' | 'number' | 'department' | 'region' | 'role', PlainKey>>;

/** Reads the form, but for the manager, whom only the database knows. */
export function readPersonForm(
  sent: SentPersonForm,
  departments: readonly { id: string }[],
): { said: SaidPerson; wrong: Wrong } {
  const [name, email, number, region] = [sent.name, sent.email, sent.number, sent.region].map(cleanText) as [
    string,
    string,
    string,
    string,
  ];
  const wrong: Wrong = {
    ...(!isLine(name, 1, 200) && { name: 'web.people.wrong.name' as const }),
    ...(email !== '' && !isAddress(email) && { email: 'web.people.wrong.email' as const }),
    ...(!isLine(number, 0, 60) && { number: 'web.people.wrong.number' as const }),
    ...(!isLine(region, 0, 100) && { region: 'web.people.wrong.region' as const }),
    ...(!departments.some(({ id }) => id === sent.department) && {
      department: 'web.people.wrong.department' as const,
    }),
    ...(sent.role !== '' && !isRole(sent.role) && { role: 'web.people.wrong.role' as const }),
  };
  const said = {
    name,
    email: email || null,
    employeeNumber: number || null,
    departmentId: sent.department,
    region,
    role: isRole(sent.role) ? sent.role : undefined,
    isGuest: sent.guest === 'yes',
  };
  return { said, wrong };
}

function isLine(line: string, least: number, most: number): boolean {
  return line.length >= least && line.length <= most && !hasControl(line);
}
