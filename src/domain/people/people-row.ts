import type { PlatformUser } from './person-ref.ts';
import type { Role } from './roles.ts';

/**
 * One person as a file gives them. What is left out stays as it is; a new person is an active colleague and an
 * employee.
 */
export type PersonRow = {
  /** Where it stands in the file, header included; for problems. */
  line?: number;
  email?: string;
  name?: string;
  department?: string;
  /** By address, employee number or unique name, the surest first; empty: nobody. */
  managers?: readonly string[];
  role?: Role;
  region?: string;
  employeeNumber?: string;
  /** Other numbers of this person by which the file's managers may be named. */
  otherNumbers?: readonly string[];
  /** From outside the company. */
  isGuest?: boolean;
  /** Whether the file says that they work here. */
  isActive?: boolean;
  chatIds: readonly PlatformUser[];
};

/** What can be wrong with a people file. Each kind has its words, made of `text` and `other`. */
type ProblemKind =
  | 'empty-file'
  | 'encoding'
  | 'not-csv'
  | 'too-large'
  | 'nobody-below'
  | 'fields-differ'
  | 'column-twice'
  | 'no-identity-column'
  | 'missing-for-new'
  | 'nobody-named'
  | 'not-address'
  | 'not-role'
  | 'not-user-id'
  | 'rounded'
  | 'not-yes-or-no'
  | 'control'
  | 'too-long'
  | 'repeated-email'
  | 'repeated-number'
  | 'repeated-slack'
  | 'repeated-discord'
  | 'repeated-person'
  | 'taken'
  | 'number-differs'
  | 'unknown-manager'
  | 'ambiguous-manager'
  | 'manager-circle'
  | 'closed-department'
  | 'merged-record'
  /** It is not the asker's to say; \`text\` is which of \`OffLimits\` it is. */
  | 'off-limits';

/** A problem in a row: of which field, and of what kind. An empty field means the whole row. */
export type PeopleProblem = {
  line: number;
  field: string;
  kind: ProblemKind;
  text: string;
  other: string;
};

/** A problem without what nothing is said about. */
export function peopleProblemOf(
  { line = 0 }: Pick<PersonRow, 'line'>,
  field: string,
  kind: PeopleProblem['kind'],
  { text = '', other = '' }: { text?: string | undefined; other?: string } = {},
): PeopleProblem {
  return { line, field, kind, text, other };
}
