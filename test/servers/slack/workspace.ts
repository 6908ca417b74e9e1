import type { SlackChannel, SlackState, SlackUser } from './slack-state.ts';

export function addUser(state: SlackState, given: Partial<SlackUser> & { name: string }): SlackUser {
  const id = given.id ?? `U0${given.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`;
  const user = { realName: given.name, isBot: false, isDeleted: false, isStranger: false, ...given, id };
  state.users.set(id, user);
  state.usersByName.set(user.name.toLowerCase(), user);
  return user;
}

export function addChannel(state: SlackState, given: Partial<SlackChannel> & { name: string }): SlackChannel {
  const id = given.id ?? `C0${given.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`;
  const channel = { isPrivate: false, isArchived: false, hasBot: false, ...given, id };
  state.channels.set(id, channel);
  return channel;
}

export function getUser(state: SlackState, user: string): SlackUser {
  const found = state.users.get(user) ?? state.usersByName.get(user);
  if (!found) throw new Error(`no user ${user} in the pretended workspace`);
  return found;
}

export function getChannel(state: SlackState, channel: string): SlackChannel {
  const found = [...state.channels.values()].find((each) => each.id === channel || each.name === channel);
  if (!found) throw new Error(`no channel ${channel} in the pretended workspace`);
  return found;
}

/** `members` are the names or ids of users. */
export function addGroup(state: SlackState, handle: string, members: string[] = []): string {
  const id = `S0${handle.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`;
  state.groups.set(handle, id);
  state.groupMembers.set(
    id,
    members.map((member) => getUser(state, member).id),
  );
  return id;
}
