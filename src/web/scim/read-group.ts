import type { GroupSaid, MemberChange } from '#src/domain/people/directory-group.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { type PatchStep, readSteps } from './read-patch.ts';
import { fieldOf, isFields, readScimText } from './read-value.ts';
import { unreadable } from './scim-error.ts';

const ONE_MEMBER = /^members\[value eq "([^"]*)"\]$/iu;

/** A whole group, as POST and PUT bring one. Members that are left out stay as they are. */
export function readGroup(body: unknown): GroupSaid {
  if (!isFields(body)) throw unreadable('The body has to be a JSON object.', 'invalidSyntax');
  return readFields(body, 'set');
}

/** What a PATCH of a group comes to. A step that means nothing here is refused, so that none ever empties a group by mistake. */
export function readGroupPatch(body: unknown): GroupSaid {
  const said = readSteps(body).map(readStep);
  return { ...Object.assign({}, ...said), changes: said.flatMap(({ changes }) => changes) } as GroupSaid;
}

function readStep({ op, path, value }: PatchStep): GroupSaid {
  if (path === undefined) {
    if (op === 'remove') throw unreadable('To remove something, name its path.', 'invalidPath');
    if (!isFields(value))
      throw unreadable('A step without a path needs an object as value.', 'invalidSyntax');
    return readFields(value, op === 'add' ? 'add' : 'set');
  }
  const one = ONE_MEMBER.exec(path)?.[1];
  if (one !== undefined && op === 'remove') return only({ kind: 'remove', personIds: [readId(one)] });
  switch (path.toLowerCase()) {
    case 'members':
      return only(changeOf(op, value));
    case 'displayname':
      return { displayName: readName(value), changes: [] };
    case 'externalid':
      return { externalId: op === 'remove' ? null : readScimText('externalId', value), changes: [] };
    default:
      throw unreadable(`A group has displayName, externalId and members, not ${path}.`, 'invalidPath');
  }
}

function only(change: MemberChange): GroupSaid {
  return { changes: [change] };
}

function changeOf(op: PatchStep['op'], value: unknown): MemberChange {
  if (op === 'remove' && (value === undefined || value === null)) return { kind: 'clear' };
  return { kind: op === 'replace' ? 'set' : op, personIds: readMembers(value) };
}

function readFields(fields: Record<string, unknown>, kind: 'set' | 'add'): GroupSaid {
  const displayName = fieldOf(fields, 'displayName');
  const externalId = fieldOf(fields, 'externalId');
  const members = fieldOf(fields, 'members');
  return {
    ...(displayName !== undefined && { displayName: readName(displayName) }),
    ...(externalId !== undefined && { externalId: readScimText('externalId', externalId) }),
    changes: members === undefined || members === null ? [] : [{ kind, personIds: readMembers(members) }],
  };
}

function readName(value: unknown): string {
  const name = readScimText('displayName', value);
  if (name === null) throw unreadable('displayName must not be empty.');
  return name;
}

function readMembers(value: unknown): string[] {
  const members = Array.isArray(value) ? value : [value];
  return members.map((one) => readId(isFields(one) ? fieldOf(one, 'value') : one));
}

function readId(value: unknown): string {
  if (typeof value === 'string' && isUuid(value)) return value.toLowerCase();
  throw unreadable('A member is the id of a user.');
}
