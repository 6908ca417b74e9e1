import { describe } from 'vitest';
import { describeButtons } from './chat-platform/describe-buttons.ts';
import { describeCommands } from './chat-platform/describe-commands.ts';
import { describeForms } from './chat-platform/describe-forms.ts';
import { describeLife } from './chat-platform/describe-life.ts';
import { describePictures } from './chat-platform/describe-pictures.ts';
import { describePosting } from './chat-platform/describe-posting.ts';
import { describeReplacing } from './chat-platform/describe-replacing.ts';
import { describeSending } from './chat-platform/describe-sending.ts';
import { describeTrouble } from './chat-platform/describe-trouble.ts';
import { describeUntrustedText } from './chat-platform/describe-untrusted-text.ts';
import { waivedBy } from './chat-platform/promised.ts';
import type { ChatStage } from './chat-stage.ts';

/** What every chat platform promises, by the port alone. */
export function describeChatPlatform(stage: ChatStage): void {
  describe(`the chat platform ${stage.name}${waivedBy(stage)}`, () => {
    describeCommands(stage);
    describeButtons(stage);
    describeForms(stage);
    describeSending(stage);
    describePictures(stage);
    describePosting(stage);
    describeReplacing(stage);
    describeTrouble(stage);
    describeUntrustedText(stage);
    describeLife(stage);
  });
}
