import { checkBlocks, mentionsIn, visibleText } from './check-blocks.ts';
import type { SeenMessage, SlackBlock, SlackState } from './slack-state.ts';

export type RawMessage = { text?: string; blocks?: unknown; metadata?: unknown };

/** Reads a message as Slack would, with the error that Slack would answer if it does not take it. */
export function readMessage(
  state: SlackState,
  where: { channelId: string; subject: string; isChecked: boolean },
  raw: RawMessage,
): { error: string; messages: string[] } | { seen: SeenMessage } {
  const text = raw.text ?? '';
  const blocks = raw.blocks ?? [];
  const wrong = where.isChecked ? [...checkBlocks(blocks), ...checkText(text)] : [];
  if (wrong.length > 0) {
    state.violations.push(...wrong.map((each) => `${where.subject}: blocks ${each}`));
    return { error: 'invalid_blocks', messages: wrong.map((each) => `[ERROR] ${each}`) };
  }
  const all = blocks as SlackBlock[];
  if (text === '' && all.length === 0) {
    state.violations.push(`${where.subject}: neither text nor blocks`);
    return { error: 'no_text', messages: [] };
  }
  const seen: SeenMessage = {
    ts: `${Math.floor(state.now() / 1000)}.${String(state.serial()).padStart(6, '0')}`,
    channelId: where.channelId,
    text,
    blocks: all,
    visible: where.isChecked ? visibleText(text, all) : '',
    mentions: where.isChecked ? mentionsIn(text, all) : [],
    ...(raw.metadata !== undefined && { metadata: raw.metadata as NonNullable<SeenMessage['metadata']> }),
  };
  return { seen };
}

/** Over 4,000 characters Slack's clients cut; over 40,000 Slack does. */
function checkText(text: string): string[] {
  return text.length > 4000 ? [`text has ${text.length} characters`] : [];
}
