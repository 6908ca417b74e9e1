import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/join CODE`: joins the server where it is typed, on the word of the admin who created the code. */
export const join = defineCommand({
  name: 'join',
  summary: 'join.summary',
  usage: 'join.usage',
  options: { code: { kind: 'code', summary: 'join.option.code', isRequired: true } },
  platforms: ['discord'],
  isForAnyWorkspace: true,

  async run({ app, words, call, workspaceName }, { code }) {
    const { platform, workspaceId, userId } = call.caller;
    if (call.channelId === null) return refusalCard(words, { kind: 'unlinked-workspace', platform });
    const workspace = { platform, workspaceId, name: workspaceName ?? workspaceId };
    const joined = await app.people.joinByCode(workspace, { code, userId });
    if (!joined.ok) return refusalCard(words, joined.refusal);
    const { organization } = joined.value;
    return textCard('info', words.say('join.title'), [words.say('join.done', { organization })]);
  },
});
