import { EventEmitter, once } from 'node:events';
import type {
  ActionAnswer,
  ActionCall,
  AnsweredEvent,
  ChatHost,
  CommandCall,
  CommandSpec,
  Workspace,
} from '#src/ports/chat.ts';
import { card } from './cards.ts';

/** The bot's side, which writes down what it was asked. It answers `Done` until told otherwise. */
export type NotedHost = ChatHost & {
  workspaces: Workspace[];
  calls: CommandCall[];
  presses: ActionCall[];
  /** The requests whose first answer is out. */
  answered: string[];
  /** The answers that can be replaced. */
  shown: NonNullable<AnsweredEvent['shown']>[];
  answerWith(answer: ActionAnswer): void;
  /** Keeps all answers back until the returned function is called. */
  hold(): () => void;
};

export function createNotedHost(commands: readonly CommandSpec[]): NotedHost {
  let answer: ActionAnswer = card('Done');
  let held: Promise<unknown> = Promise.resolve();

  async function answerInTime(): Promise<ActionAnswer> {
    await held;
    return answer;
  }

  const host: NotedHost = {
    commands,
    forms: {
      decline: {
        title: 'Decline <this> & say why it is so',
        submit: 'Decline',
        fields: [
          { name: 'reason', label: 'Why', isRequired: true, maxLength: 500, blank: 'Only blanks' },
          { name: 'note', label: 'Note to finance', isRequired: false, maxLength: 40, blank: 'Only blanks' },
        ],
      },
    },
    waiting: card('One moment please'),
    unreadable: card('One moment please'),
    homeless: card('Try again please'),
    onUserChange: async () => undefined,
    onGroupGone: async () => undefined,
    onMessage: async () => card('Told'),
    findHomes: async () => host.workspaces.map(({ workspaceId }) => workspaceId),
    workspaces: [],
    calls: [],
    presses: [],
    answerWith(next) {
      answer = next;
    },
    hold() {
      const gate = new EventEmitter();
      held = once(gate, 'open');
      return () => void gate.emit('open');
    },
    answered: [],
    shown: [],
    async onAnswered({ requestId, shown }) {
      host.answered.push(requestId);
      if (shown) host.shown.push(shown);
    },
    async onWorkspace(workspace) {
      host.workspaces.push(workspace);
    },
    onCommand(call) {
      host.calls.push(call);
      return answerInTime();
    },
    onAction(press) {
      host.presses.push(press);
      return answerInTime();
    },
  };
  return host;
}
