import type { Column, PeopleLine } from './read-people-file.ts';

/** The columns that name chat users: whose they are, and what ids look like there. */
export const CHAT_COLUMNS = [
  { column: 'slack_id', platform: 'slack', form: /^[UW][A-Z0-9]+$/u, like: 'U024BE7LH' },
  { column: 'discord_id', platform: 'discord', form: /^\d{1,20}$/u, like: '80351110224678912' },
] as const satisfies { column: Column; platform: string; form: RegExp; like: string }[];

/** The chat users that a line names. */
export function chatIdsOf({ fields }: PeopleLine): { platform: string; userId: string }[] {
  return CHAT_COLUMNS.filter(({ column }) => fields[column] !== '').map(({ column, platform }) => {
    return { platform, userId: fields[column] };
  });
}
