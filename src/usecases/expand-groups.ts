import type { PersonRef } from '#src/db/person-ref.ts';
import type { Recognition } from '#src/db/recognition.ts';
import { MOST_PEOPLE } from '#src/domain/people.ts';
import type { GroupMember } from '#src/ports.ts';
import type { Deps } from './deps.ts';

type ExpandDeps = Pick<Deps, 'findChatGroup'>;
type GroupRef = Extract<PersonRef, { by: 'group' }>;
type Members = GroupMember[] | undefined;

/**
 * Puts its members in the place of each group that requests name. A group that is empty, or larger than a request may be,
 * keeps its place with its size; one that the platform does not show stays as it is.
 *
 * @returns each request, in order, or the fault of asking about its groups.
 */
export async function expandGroups(
  deps: ExpandDeps,
  recognitions: readonly Recognition[],
): Promise<PromiseSettledResult<Recognition>[]> {
  const asked = new Map<string, Promise<Members>>();

  /** Asks once, however many requests name the group. */
  function findMembers({ platform, workspaceId, groupId }: GroupRef): Promise<Members> {
    const key = [platform, workspaceId, groupId].join('|');
    const members = asked.get(key) ?? deps.findChatGroup({ platform, workspaceId, groupId });
    asked.set(key, members);
    return members;
  }

  async function expand(recognition: Recognition): Promise<Recognition> {
    const { recipients } = recognition;
    if (!recipients.some(isUnasked)) return recognition;
    const expanded = await Promise.all(
      recipients.map(async (ref) => (isUnasked(ref) ? membersOf(ref, await findMembers(ref)) : [ref])),
    );
    return { ...recognition, recipients: onceEach(expanded.flat()) };
  }
  return Promise.allSettled(recognitions.map(expand));
}

/** Leaves out members who are named by themselves as well, or by an earlier group. */
function onceEach(refs: readonly PersonRef[]): PersonRef[] {
  const named = refs.flatMap((ref) => (ref.by === 'chat' && !ref.viaGroup ? [ref.userId] : []));
  const seen = new Set(named);
  return refs.filter((ref) => {
    if (ref.by !== 'chat' || !ref.viaGroup) return true;
    const isNew = !seen.has(ref.userId);
    seen.add(ref.userId);
    return isNew;
  });
}

function isUnasked(ref: PersonRef): ref is GroupRef {
  return ref.by === 'group' && ref.size === undefined;
}

function membersOf(group: GroupRef, members: Members): PersonRef[] {
  if (!members) return [group];
  const size = members.length;
  if (size === 0 || size > MOST_PEOPLE) return [{ ...group, size }];
  const { platform, workspaceId, name: viaGroup } = group;
  return members.map((member) => ({ by: 'chat', platform, workspaceId, ...member, viaGroup }));
}
