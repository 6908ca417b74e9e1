import { type Filter, parse } from 'scim2-parse-filter';
import type { ScimGroupFilter, ScimUserFilter } from '#src/app.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { readFlag } from './read-value.ts';
import { ENTERPRISE_SCHEMA, USER_SCHEMA } from './read-scim-user.ts';
import { unreadable } from './scim-error.ts';

/** What is equal to what. */
type Equal = { path: string; value: unknown };

/** No id of ours. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Whom a directory looks for. It may say what is equal to what, and join that by `and`: directories use no more. */
export function readUserFilter(text: string | undefined): ScimUserFilter {
  return Object.assign({}, ...equalsOf(text).map(userFilterOf)) as ScimUserFilter;
}

export function readGroupFilter(text: string | undefined): ScimGroupFilter {
  return Object.assign({}, ...equalsOf(text).map(groupFilterOf)) as ScimGroupFilter;
}

function userFilterOf({ path, value }: Equal): ScimUserFilter {
  switch (path) {
    case 'id':
      return { id: idOf(value) };
    case 'username':
      return { userName: textOf(value) };
    case 'externalid':
      return { externalId: textOf(value) };
    case 'displayname':
      return { displayName: textOf(value) };
    case 'emails':
    case 'emails.value':
      return { email: textOf(value) };
    case 'emails.type':
      return {};
    case 'active':
      return { isActive: readFlag('active', value) };
    case 'employeenumber':
      return { employeeNumber: textOf(value) };
    default:
      throw unreadable(`Nobody can be found by ${path}.`, 'invalidFilter');
  }
}

function groupFilterOf({ path, value }: Equal): ScimGroupFilter {
  switch (path) {
    case 'id':
      return { id: idOf(value) };
    case 'displayname':
      return { displayName: textOf(value) };
    case 'externalid':
      return { externalId: textOf(value) };
    default:
      throw unreadable(`No group can be found by ${path}.`, 'invalidFilter');
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string' && !value.includes('\0')) return value;
  throw unreadable('A filter compares with a text in quotes.', 'invalidFilter');
}

function idOf(value: unknown): string {
  const text = textOf(value);
  return isUuid(text) ? text : NOBODY;
}

function equalsOf(text: string | undefined): Equal[] {
  if (text === undefined || text.trim() === '') return [];
  return flatten(parsed(text), '');
}

function parsed(text: string): Filter {
  try {
    return parse(text);
  } catch {
    throw unreadable(`This filter cannot be read: ${text.slice(0, 200)}`, 'invalidFilter');
  }
}

function flatten(filter: Filter, under: string): Equal[] {
  if (filter.op === 'and' && 'filters' in filter) return filter.filters.flatMap((one) => flatten(one, under));
  if (filter.op === '[]' && 'valFilter' in filter)
    return flatten(filter.valFilter, `${shorten(filter.attrPath)}.`);
  if (filter.op === 'eq' && 'compValue' in filter)
    return [{ path: `${under}${shorten(filter.attrPath)}`, value: filter.compValue }];
  throw unreadable('A filter may use eq and and, nothing else.', 'invalidFilter');
}

function shorten(path: string): string {
  const lower = path.toLowerCase();
  const schema = [ENTERPRISE_SCHEMA, USER_SCHEMA].map((one) => `${one.toLowerCase()}:`);
  const found = schema.find((one) => lower.startsWith(one));
  return found ? lower.slice(found.length) : lower;
}
