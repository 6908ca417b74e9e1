import type { PersonRow } from '#src/domain/people/people-row.ts';

/** A department of a sample company; its share of all people. */
export type SeedDepartment = {
  name: string;
  region: string;
  timeZone: string;
  currency?: string;
  share: number;
};

export const SEED_DEPARTMENTS: readonly SeedDepartment[] = [
  { name: 'Engineering', region: 'Berlin', timeZone: 'Europe/Berlin', share: 16 },
  { name: 'Platform', region: 'Berlin', timeZone: 'Europe/Berlin', share: 8 },
  { name: 'Design', region: 'London', timeZone: 'Europe/London', currency: 'GBP', share: 5 },
  { name: 'Product', region: 'London', timeZone: 'Europe/London', currency: 'GBP', share: 5 },
  { name: 'Sales Americas', region: 'New York', timeZone: 'America/New_York', share: 9 },
  { name: 'Sales Europe', region: 'Paris', timeZone: 'Europe/Paris', currency: 'EUR', share: 7 },
  { name: 'Support', region: 'Lisbon', timeZone: 'Europe/Lisbon', share: 13 },
  { name: 'Operations', region: 'Chicago', timeZone: 'America/Chicago', share: 11 },
  { name: 'Marketing', region: 'London', timeZone: 'Europe/London', currency: 'GBP', share: 6 },
  { name: 'Finance', region: 'Dublin', timeZone: 'Europe/Dublin', share: 4 },
  { name: 'People', region: 'Dublin', timeZone: 'Europe/Dublin', share: 3 },
  { name: 'Logistics', region: 'Rotterdam', timeZone: 'Europe/Amsterdam', currency: 'EUR', share: 8 },
  { name: 'Research', region: 'Tokyo', timeZone: 'Asia/Tokyo', share: 3 },
  { name: 'Legal', region: 'London', timeZone: 'Europe/London', currency: 'GBP', share: 2 },
];

const FIRST = [
  'Alice',
  'Bob',
  'Carol',
  'Dana',
  'Eve',
  'Finn',
  'Grace',
  'Hanna',
  'Ivan',
  'Jun',
  'Kofi',
  'Lena',
  'Morgan',
  'Nadia',
  'Omar',
  'Priya',
  'Quinn',
  'Rosa',
  'Sam',
  'Tariq',
  'Uma',
  'Viktor',
  'Wanda',
  'Ximena',
  'Yan',
  'Zoe',
];
const LAST = [
  'Adeyemi',
  'Bauer',
  'Costa',
  'Diaz',
  'Eriksson',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ito',
  'Jansen',
  'Kaur',
  'Lindgren',
  'Moreau',
  'Nair',
  'Olsen',
  'Petrov',
  'Quint',
  'Reyes',
  'Silva',
  'Tanaka',
  'Ueda',
  'Varga',
  'Weiss',
  'Xu',
  'Young',
  'Zhang',
];

/** Of ten people, one leads the others. */
const TEAM = 10;

/** How many people such a company has. */
export function seedHeadcount(gifts: number): number {
  return Math.max(60, Math.min(25_000, Math.round(gifts / 120)));
}

/** People with these numbers, each in a department by its share, with who leads them. The first are those who keep the program. */
export function seedPeople({ from, to }: { from: number; to: number }): PersonRow[] {
  const shares = SEED_DEPARTMENTS.flatMap(({ name, share }) => Array<string>(share).fill(name));
  return Array.from({ length: to - from }, (_, index): PersonRow => {
    const number = from + index;
    // Leads are in the department of those whom they lead.
    const department = shares[(Math.floor(number / TEAM) * 37) % shares.length] ?? 'Operations';
    const isLead = number % TEAM === 0;
    return {
      name: nameOf(number),
      email: emailOf(number),
      department: roleOf(number) === 'manager' || roleOf(number) === 'employee' ? department : 'People',
      role: roleOf(number),
      region: SEED_DEPARTMENTS.find(({ name }) => name === department)?.region ?? '',
      employeeNumber: `S${String(number).padStart(6, '0')}`,
      managers: isLead ? [] : [emailOf(number - (number % TEAM))],
      chatIds: [],
    };
  });
}

/** Another name for each number: with an initial in the middle once every first name has had every last name. */
function nameOf(number: number): string {
  const round = Math.floor(number / FIRST.length);
  const first = FIRST[number % FIRST.length];
  const last = LAST[(round + number * 7) % LAST.length];
  const initials = initialsOf(Math.floor(round / LAST.length));
  return [first, ...initials, last].join(' ');
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** None for 0, `A.` for 1, and two of them from 27 on. */
function initialsOf(count: number): string[] {
  if (count === 0) return [];
  const letter = ALPHABET.charAt((count - 1) % ALPHABET.length);
  return [...initialsOf(Math.floor((count - 1) / ALPHABET.length)), `${letter}.`];
}

/** Of sample people, and of nobody else. */
export const SAMPLE_ADDRESS = '@sample.example';

function emailOf(number: number): string {
  return `person${number}${SAMPLE_ADDRESS}`;
}

function roleOf(number: number): NonNullable<PersonRow['role']> {
  if (number === 1) return 'hr';
  if (number === 2) return 'finance';
  if (number === 3) return 'admin';
  if (number === 4) return 'approver';
  return number % TEAM === 0 ? 'manager' : 'employee';
}
