import type { ChatRef, PersonRef } from '#src/domain/people/person-ref.ts';
import type { AskedRecognition } from '#src/domain/recognition/recognition.ts';
import { MAX_PEOPLE } from '#src/domain/people/people.ts';
import type { GroupMembers } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askPlatform } from './ask-platform.ts';

type ExpandDeps = Pick<Deps, 'findChatGroup'>;
type GroupRef = Extract<PersonRef, { by: 'group' }>;
type Members = GroupMembers | undefined;

/**
 * Replaces each group in requests by its members. A group that is empty, or too large for one request, stays and
 * carries its size; a group that the platform does not show stays as it is.
 *
 * @returns each request in order, or the fault of asking about its groups.
 */
export async function expandGroups(
  deps: ExpandDeps,
  recognitions: readonly AskedRecognition[],
): Promise<PromiseSettledResult<AskedRecognition>[]> {
  const asked = new Map<string, Promise<Members>>();

  /** Asks once per group, however many requests name it. */
  function findMembers({ platform, workspaceId, groupId }: GroupRef): Promise<Members> {
    const key = [platform, workspaceId, groupId].join('|');
    const members =
      asked.get(key) ?? askPlatform(() => deps.findChatGroup({ platform, workspaceId, groupId }, MAX_PEOPLE));
    asked.set(key, members);
    return members;
  }

  async function expand(recognition: AskedRecognition): Promise<AskedRecognition> {
    const { recipients } = recognition;
    if (!recipients.some(isUnasked)) return recognition;
    const expanded = await Promise.all(
      recipients.map(async (ref) => (isUnasked(ref) ? membersOf(ref, await findMembers(ref)) : [ref])),
    );
    return { ...recognition, recipients: onceEach(expanded.flat()) };
  }
  return Promise.allSettled(recognitions.map(expand));
}

/**
 * Leaves out members who are also named directly or in an earlier group. The one kept records the other groups it
 * belongs to, so those do not look empty.
 */
function onceEach(refs: readonly PersonRef[]): PersonRef[] {
  const chats = refs.filter(isChat);
  const named = new Set(chats.filter(({ viaGroup }) => !viaGroup).map(({ userId }) => userId));
  const groups = groupsByUser(chats);
  const seen = new Set<string>();
  return refs.flatMap((ref): PersonRef[] => {
    if (!isChat(ref)) return [ref];
    const { userId, viaGroup } = ref;
    if (viaGroup && (named.has(userId) || seen.has(userId))) return [];
    seen.add(userId);
    const alsoIn = groups.get(userId)?.filter((name) => name !== viaGroup) ?? [];
    return [alsoIn.length > 0 ? { ...ref, alsoIn } : ref];
  });
}

function groupsByUser(chats: readonly ChatRef[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { userId, viaGroup } of chats) {
    if (viaGroup) groups.set(userId, [...(groups.get(userId) ?? []), viaGroup]);
  }
  return groups;
}

function isChat(ref: PersonRef): ref is ChatRef {
  return ref.by === 'chat';
}

function isUnasked(ref: PersonRef): ref is GroupRef {
  return ref.by === 'group' && ref.size === undefined;
}

function membersOf(group: GroupRef, members: Members): PersonRef[] {
  if (!members) return [group];
  const size = 'size' in members ? members.size : members.length;
  if ('size' in members) return [{ ...group, size }];
  if (size === 0 || size > MAX_PEOPLE) return [{ ...group, size }];
  const { platform, workspaceId, name: viaGroup } = group;
  return members.map((member) => ({ by: 'chat', platform, workspaceId, ...member, viaGroup }));
}
