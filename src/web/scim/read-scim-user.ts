import type { DirectorySaid } from '#src/domain/people/directory-user.ts';
import { fieldOf, isFields, readAddress, readFlag, readScimText } from './read-value.ts';
import { unreadable } from './scim-error.ts';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

type Read = (value: unknown) => DirectorySaid;

/**
 * The attributes of a user that mean something here, by their paths in lower case; others are ignored. The list is closed: no path
 * of a request is ever followed into an object.
 */
const ATTRIBUTES: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['username', (value) => ({ userName: readUserName(value) })],
  ['externalid', (value) => ({ externalId: readScimText('externalId', value) })],
  ['displayname', (value) => ({ displayName: readScimText('displayName', value) })],
  ['name', (value) => (isFields(value) ? readAll(value, 'name.') : {})],
  ['name.givenname', (value) => ({ givenName: readScimText('name.givenName', value) })],
  ['name.familyname', (value) => ({ familyName: readScimText('name.familyName', value) })],
  ['emails', readEmails],
  ['emails.value', (value) => ({ email: readAddress('emails', value) })],
  ['emails[type eq "work"].value', (value) => ({ email: readAddress('emails', value) })],
  ['emails[primary eq true].value', (value) => ({ email: readAddress('emails', value) })],
  ['active', (value) => ({ isActive: readFlag('active', value) })],
  ['enterprise', (value) => (isFields(value) ? readAll(value, 'enterprise:') : {})],
  ['enterprise:employeenumber', (value) => ({ employeeNumber: readScimText('employeeNumber', value) })],
  ['enterprise:department', readDepartment],
  ['enterprise:manager', readManager],
  ['enterprise:manager.value', readManager],
]);

/** A whole user, as POST and PUT bring one. What is left out stays as it is. */
export function readScimUser(body: unknown): DirectorySaid {
  if (!isFields(body)) throw unreadable('The body has to be a JSON object.', 'invalidSyntax');
  const said = readAll(body);
  const hasName = [said.displayName, said.givenName, said.familyName].some(Boolean);
  const name = fieldOf(body, 'name');
  const formatted = isFields(name) ? readScimText('name.formatted', fieldOf(name, 'formatted')) : null;
  return { ...said, ...(!hasName && formatted !== null && { displayName: formatted }) };
}

/** What one attribute of a PATCH comes to, by its path as the directory writes it. Attributes that mean nothing here say nothing. */
export function readAttribute(path: string, value: unknown): DirectorySaid {
  const read = ATTRIBUTES.get(shorten(path));
  return read ? read(value) : {};
}

/** Every attribute of an object. Keys may be whole paths, as Entra writes them. */
export function readAll(fields: Record<string, unknown>, under = ''): DirectorySaid {
  return Object.assign(
    {},
    ...Object.entries(fields).map(([key, value]) => readAttribute(`${under}${key}`, value)),
  ) as DirectorySaid;
}

/** A path in lower case, with the names of the two schemas cut to what is needed. */
function shorten(path: string): string {
  const lower = path.trim().toLowerCase().replaceAll(/\s+/gu, ' ');
  const enterprise = ENTERPRISE_SCHEMA.toLowerCase();
  if (lower === enterprise) return 'enterprise';
  if (lower.startsWith(`${enterprise}:`)) return `enterprise:${lower.slice(enterprise.length + 1)}`;
  const core = `${USER_SCHEMA.toLowerCase()}:`;
  return lower.startsWith(core) ? lower.slice(core.length) : lower;
}

function readUserName(value: unknown): string {
  const text = readScimText('userName', value);
  if (text === null) throw unreadable('userName must not be empty.');
  return text;
}

/** The work address, else the primary one, else the first. */
function readEmails(value: unknown): DirectorySaid {
  if (value === null) return { email: null };
  if (!Array.isArray(value)) throw unreadable('emails has to be a list.');
  const emails = value.filter(isFields);
  const work = emails.find((one) => String(fieldOf(one, 'type')).toLowerCase() === 'work');
  const chosen = work ?? emails.find((one) => fieldOf(one, 'primary') === true) ?? emails[0];
  return { email: chosen ? readAddress('emails', fieldOf(chosen, 'value')) : null };
}

/** Everybody is in a department: one that is taken away stays. */
function readDepartment(value: unknown): DirectorySaid {
  const department = readScimText('department', value);
  return department === null ? {} : { department };
}

/** Entra sends the id alone, others an object with it. */
function readManager(value: unknown): DirectorySaid {
  return { manager: readScimText('manager', isFields(value) ? fieldOf(value, 'value') : value) };
}
