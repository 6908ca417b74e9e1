import { cleanText, foldText, hasControl } from '#src/domain/kit/fold.ts';
import { isAddress } from './address.ts';
import { guestOf, isActiveBy, readYesOrNo } from './employment-words.ts';
import type { PeopleField } from './people-columns.ts';
import { type PeopleProblem, type PersonRow, peopleProblemOf } from './people-row.ts';
import type { PlatformUser } from './person-ref.ts';
import { isRole, ROLES } from './roles.ts';

/** The texts of a row by field, best column first; a field without a column is left out. */
export type PersonFields = Partial<Record<PeopleField, readonly string[]>>;

const MAX_CHARS: Partial<Record<PeopleField, number>> = {
  name: 200,
  last_first_name: 200,
  first_name: 100,
  last_name: 100,
  department: 100,
  region: 100,
  employee_number: 60,
  email: 254,
  manager: 254,
};

/** Columns of people's ids on platforms, what the ids look like, and an example. */
const CHAT_FIELDS = [
  { field: 'slack_id', platform: 'slack', form: /^[UW][A-Z0-9]{2,20}$/u, like: 'U024BE7LH' },
  { field: 'discord_id', platform: 'discord', form: /^\d{17,20}$/u, like: '80351110224678912' },
] as const;

/** A number in the form in which spreadsheets write long ones. */
const SCIENTIFIC = /^\d(?:[.,]\d+)?e\+?\d+$/iu;
/** Spreadsheets keep 15 digits and write zeros for the rest. */
const ROUNDED = /^\d{15}0{2,}$/u;

/** Reads what a file says about one person, and everything that is wrong with it. */
export function readPersonRow(
  line: number,
  fields: PersonFields,
): { row: PersonRow; problems: PeopleProblem[] } {
  const problems: PeopleProblem[] = checkTexts(line, fields);
  function wrong(field: string, kind: PeopleProblem['kind'], text: string, other = ''): undefined {
    problems.push(peopleProblemOf({ line }, field, kind, { text, other }));
    return undefined;
  }
  const [number = ''] = fields.employee_number ?? [];
  if (SCIENTIFIC.test(number) || ROUNDED.test(number)) wrong('employee_number', 'rounded', number);
  const role = foldText(first(fields.role));
  if (role !== '' && !isRole(role)) wrong('role', 'not-role', first(fields.role), ROLES.join(', '));
  const guest = first(fields.guest);
  const isGuest = readYesOrNo(guest) ?? (fields.status && guestOf(fields.status));
  if (guest !== '' && readYesOrNo(guest) === undefined) wrong('guest', 'not-yes-or-no', guest);
  const email = readEmail(fields.email ?? [], (text) => wrong('email', 'not-address', text));
  const said = {
    email,
    name: readName(fields),
    department: first(fields.department) || undefined,
    managers: fields.manager?.filter((text) => text !== ''),
    role: isRole(role) ? role : undefined,
    region: fields.region ? first(fields.region) : undefined,
    employeeNumber: number || undefined,
    otherNumbers: fields.employee_number?.slice(1).filter((text) => text !== ''),
    isGuest,
    isActive: fields.status && isActiveBy(fields.status),
  };
  return { row: { line, ...withoutUndefined(said), chatIds: readChatIds(fields, wrong) }, problems };
}

/** The row keeps to what the file says: what is undefined is not in it. */
function withoutUndefined(said: { [K in keyof PersonRow]?: PersonRow[K] | undefined }): Partial<PersonRow> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function first(texts: readonly string[] | undefined): string {
  return texts?.find((text) => text !== '') ?? '';
}

function checkTexts(line: number, fields: PersonFields): PeopleProblem[] {
  return Object.entries(fields).flatMap(([field, texts]) =>
    texts.flatMap((text) => {
      const most = MAX_CHARS[field as PeopleField] ?? 100;
      if (hasControl(text)) return [peopleProblemOf({ line }, field, 'control')];
      if (text.length <= most) return [];
      return [peopleProblemOf({ line }, field, 'too-long', { text: `${text.length}`, other: `${most}` })];
    }),
  );
}

/**
 * The first column that holds an address. A login name that is none counts as missing; anything else that is none is
 * wrong.
 */
function readEmail(texts: readonly string[], onWrong: (text: string) => undefined): string | undefined {
  const found = texts.find((text) => isAddress(text) && !text.includes('#EXT#'));
  if (found !== undefined) return found;
  const [best = ''] = texts;
  return best === '' ? undefined : onWrong(best);
}

function readName(fields: PersonFields): string | undefined {
  const swapped = first(fields.last_first_name);
  const parts = [first(fields.first_name), first(fields.last_name)].filter((part) => part !== '');
  return first(fields.name) || lastFirst(swapped) || parts.join(' ') || undefined;
}

/** “Okafor, Mira” as she is called. */
export function lastFirst(text: string): string {
  const [last = '', given = '', ...more] = text.split(',').map((part) => part.trim());
  if (given === '' || more.length > 0) return text;
  return cleanText(`${given} ${last}`);
}

function readChatIds(
  fields: PersonFields,
  wrong: (field: string, kind: PeopleProblem['kind'], text: string, other?: string) => undefined,
): PlatformUser[] {
  const named = first(fields.user_id);
  return CHAT_FIELDS.flatMap(({ field, platform, form, like }) => {
    const userId = first(fields[field]);
    // A column called “user id” is of whichever platform its ids look like; others than ours are none.
    if (userId === '') return form.test(named) && !ROUNDED.test(named) ? [{ platform, userId: named }] : [];
    if (platform === 'discord' && (ROUNDED.test(userId) || SCIENTIFIC.test(userId))) {
      return wrong(field, 'rounded', userId) ?? [];
    }
    if (!form.test(userId)) return wrong(field, 'not-user-id', userId, like) ?? [];
    return [{ platform, userId }];
  });
}
