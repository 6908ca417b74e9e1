import type { SeenMessage, SlackButton } from '#test/servers/slack/slack-state.ts';

/** The buttons that a message shows. */
export function buttonsOf({ blocks }: Pick<SeenMessage, 'blocks'>): SlackButton[] {
  return blocks.filter(({ type }) => type === 'actions').flatMap(({ elements }) => elements ?? []);
}
