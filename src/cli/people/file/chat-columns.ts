import type { Column, PeopleLine } from './read-people-file.ts';

/** The columns with chat user ids: of which platform, and what its ids look like. */
export const CHAT_COLUMNS = [
  { column: 'slack_id', platform: 'slack', form: /^[UW][A-Z0-9]+$/u, like: 'U024BE7LH' },
  { column: 'discord_id', platform: 'discord', form: /^\d{1,20}$/u, like: '80351110224678912' },
] as const satisfies { column: Column; platform: string; form: RegExp; like: string }[];

/** The chat users on a line. */
export function chatIdsOf({ fields }: PeopleLine): { platform: string; userId: string }[] {
  return CHAT_COLUMNS.filter(({ column }) => fields[column] !== '').map(({ column, platform }) => {
    return { platform, userId: fields[column] };
  });
}
