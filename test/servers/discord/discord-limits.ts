import type { MessageBody } from './discord-state.ts';

/** What Discord refuses in a message though its API description lets it pass. */
export function messageFaults(body: MessageBody): string[] {
  const faults: string[] = [];
  if ((body.content ?? '').length > 2000) faults.push('content is longer than 2000');
  if (embedLength(body) > 6000) faults.push('the embeds are longer than 6000 together');
  const buttons = (body.components ?? []).flatMap((row) => row.components);
  const customIds = buttons.map((button) => button.custom_id);
  if (new Set(customIds).size < customIds.length) faults.push('two buttons share a custom_id');
  if (buttons.some((button) => !button.label)) faults.push('a button has no label');
  const fields = (body.embeds ?? []).flatMap((embed) => embed.fields ?? []);
  if (fields.some(({ name, value }) => name === '' || value === '')) faults.push('a field is empty');
  return faults;
}

export function isEmptyMessage(body: MessageBody): boolean {
  return !body.content && !body.embeds?.length && !body.components?.length;
}

function embedLength(body: MessageBody): number {
  return (body.embeds ?? [])
    .flatMap((embed) => [
      embed.title ?? '',
      embed.description ?? '',
      ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
    ])
    .reduce((sum, text) => sum + text.length, 0);
}

/** Whom a message pings: mentions stand in its content (never in embeds) and must be allowed. */
export function pingedBy(body: MessageBody): string[] {
  const content = (body.content ?? '').replaceAll(/\\./g, '');
  const allowed = body.allowed_mentions;
  const mentioned = [...content.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? '');
  const isAnyAllowed = allowed === undefined || allowed.parse?.includes('users') === true;
  const users = mentioned.filter((id) => isAnyAllowed || allowed?.users?.includes(id) === true);
  const isEveryone =
    /@(everyone|here)/.test(content) &&
    (allowed === undefined || allowed.parse?.includes('everyone') === true);
  return [...new Set(isEveryone ? [...users, 'everyone'] : users)];
}
