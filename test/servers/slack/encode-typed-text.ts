import type { SlackState } from './slack-state.ts';

/**
 * What Slack sends for a line that somebody typed, under `should_escape`: known people, groups, channels, addresses and
 * links become control sequences, and `&`, `<`, `>` entities.
 */
export function encodeTypedText(state: SlackState, typed: string): string {
  const pattern = /(https?:\/\/\S+|[\w.+-]+@[\w-]+\.[\w.-]+|[@#][\w.-]*\w)/;
  return typed
    .split(pattern)
    .map((part, index) => (index % 2 === 1 ? encodeReference(state, part) : escaped(part)))
    .join('');
}

function encodeReference(state: SlackState, part: string): string {
  if (part.startsWith('http')) return `<${escaped(part)}>`;
  if (/^[^@#]/.test(part)) return `<mailto:${part}|${part}>`;
  const name = part.slice(1);
  const channel = [...state.channels.values()].find((each) => each.name === name);
  if (part.startsWith('#')) return channel ? `<#${channel.id}|${name}>` : escaped(part);
  const user = state.usersByName.get(name.toLowerCase());
  if (user) return `<@${user.id}|${user.name}>`;
  const group = state.groups.get(name);
  if (group) return `<!subteam^${group}|@${name}>`;
  return name === 'here' || name === 'channel' ? `<!${name}>` : escaped(part);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
