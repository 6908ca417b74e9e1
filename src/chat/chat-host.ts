import type { App } from '#src/app.ts';
import { AskLater } from '#src/domain/kit/ask-later.ts';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { withPlainTexts } from '#src/domain/kit/plain-texts.ts';
import { BUTTONS, isButtonId } from '#src/domain/message/buttons.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import {
  type ActionAnswer,
  type ChatAnswer,
  type ActionCall,
  type AnsweredEvent,
  type ChatEvent,
  type ChatHost,
  type ChatUser,
  type CommandCall,
  isOnPlatform,
  type ReachedWorkspace,
} from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import type { Card } from '#src/ports/message.ts';
import { comingFrom } from '#src/ports/way-in.ts';
import type { DrawPicture } from '#src/ports/picture.ts';
import type { Words } from '#src/words/words.ts';
import { answerMessage } from './answer-message.ts';
import { asksForHelp } from './asks-for-help.ts';
import { actions } from './actions/actions.ts';
import { commandHelpCard } from './cards/command-help-card.ts';
import { askLaterCard, faultCard, unreadableCard, waitingCard } from './cards/fault-card.ts';
import { refusalCard } from './cards/refusal-card.ts';
import { textCard } from './cards/text-card.ts';
import { wrongUseCard } from './cards/wrong-use-card.ts';
import { commandSpecs } from './command-specs.ts';
import { commands } from './commands/commands.ts';
import { cutFlags } from './cut-flags.ts';
import type { Command, CommandContext, Caller } from './define-command.ts';
import { formSpecs } from './form-specs.ts';
import { withNames } from './name-mentions.ts';
import { readOptions } from './read-options.ts';

type HostDeps = { app: App; words: Words; log: Log; newId: () => string; draw?: DrawPicture };

/** The bot, as chat adapters see it: people's actions go in, and the cards to show them come out. */
export function createChatHost(deps: HostDeps): ChatHost {
  const { app, words } = deps;
  const workspaces = keepWorkspaces(deps);

  async function withContext(
    event: ChatEvent,
    run: (context: Omit<CommandContext, 'call' | 'commands'>) => Promise<ActionAnswer>,
  ): Promise<ActionAnswer> {
    const organizationId = await workspaces.findOrganizationId(event);
    if (!organizationId)
      return refusalCard(words, { kind: 'unlinked-workspace', platform: event.caller.platform });
    const { draw } = deps;
    return run({
      app,
      words,
      organizationId,
      draw,
      findCaller: () => findCaller(app, organizationId, event),
    });
  }

  function commandsOn({ platform }: ChatUser): Command[] {
    return commands.filter((command) => isOnPlatform(command, platform));
  }

  async function onCommand(typed: CommandCall): Promise<ChatAnswer> {
    const call = withPlainTexts(typed);
    return answered(deps, call, () => {
      const workspaceName = workspaces.nameOf(call.caller);
      const here = commandsOn(call.caller);
      const more = { call, commands: here, workspaceName };
      if (findCommand({ commands: here, words }, call.command)?.isForAnyWorkspace)
        return runCommand({ app, words, organizationId: '', findCaller: findNobody, ...more });
      return withContext(call, (context) => runCommand({ ...context, ...more }));
    });
  }

  return {
    commands: commandSpecs(words),
    forms: withoutPrototype(formSpecs(words)),
    waiting: waitingCard(words),
    unreadable: unreadableCard(words),
    homeless: refusalCard(words, { kind: 'platform-silent' }),
    onWorkspace: (workspace) => workspaces.join(workspace),
    onUserChange: (user, seen) =>
      guarded(deps, user, 'follow a user', () => app.people.followChatUser(user, seen)),
    onGroupGone: (group) => guarded(deps, group, 'follow a group', () => app.people.followGroupGone(group)),
    findHomes: (user) => app.people.findHomes(user),
    onAnswered: (event: AnsweredEvent) =>
      guarded(deps, toldOf(event), 'release an answer', async () => {
        const organizationId = await workspaces.findOrganizationId(event);
        if (!organizationId) return;
        const { requestId, caller, press, shown } = event;
        const source = caller.platform;
        const isConfirmed =
          (press?.actionId === 'confirm' || press?.actionId === 'confirm-privately') && isUuid(press.value);
        if (shown) await app.card.place({ organizationId, caller, shown });
        if (isConfirmed) await app.recognition.releaseAnswer({ organizationId, recognitionId: press.value });
        if (!press) await app.recognition.releaseAnswer({ organizationId, source, requestId });
      }),
    onCommand,
    onMessage: (message) =>
      answerMessage({ words, onCommand, commands: commandsOn(message.caller) }, withPlainTexts(message)),
    onAction(pressed) {
      const press = withPlainTexts(pressed);
      return answered(deps, press, () => withContext(press, (context) => runAction(context, press)));
    },
  };
}

function toldOf({ requestId, caller: { platform } }: AnsweredEvent): { platform: string; requestId: string } {
  return { platform, requestId };
}

/** Buttons bring their ids from outside: `constructor` must name nothing. */
function withoutPrototype<T>(table: Record<string, T>): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, table);
}

type WorkspaceRef = Pick<ChatUser, 'platform' | 'workspaceId'>;

function workspaceKey({ platform, workspaceId }: WorkspaceRef): string {
  return `${platform}|${workspaceId}`;
}

/** What is known of the workspaces that the bot is in. What comes out of one while it is being joined waits for that. */
function keepWorkspaces(deps: HostDeps) {
  const { people } = deps.app;
  const organizations = new Map<string, string>();
  const names = new Map<string, string>();
  const joining = new Map<string, Promise<void>>();

  return {
    nameOf: (workspace: WorkspaceRef) => names.get(workspaceKey(workspace)),
    async findOrganizationId({ caller }: Pick<ChatEvent, 'caller'>): Promise<string | undefined> {
      const key = workspaceKey(caller);
      await joining.get(key);
      const known = organizations.get(key) ?? (await people.findOrganization(caller));
      if (known) organizations.set(key, known);
      return known;
    },
    async join(workspace: ReachedWorkspace): Promise<void> {
      const key = workspaceKey(workspace);
      names.set(key, workspace.name);
      const join = guarded(deps, workspace, 'join a workspace', () => people.joinWorkspace(workspace));
      joining.set(key, join);
      await join;
      if (joining.get(key) === join) joining.delete(key);
    },
  };
}

async function findNobody(): Promise<Outcome<Caller>> {
  return refused({ kind: 'unknown-person' });
}

async function findCaller(app: App, organizationId: string, event: ChatEvent): Promise<Outcome<Caller>> {
  const { caller, callerProfile } = event;
  const { person, pending } = await app.people.identify(organizationId, caller, callerProfile);
  if (person && !person.isDeactivated) return done(person);
  if (pending) return refused({ kind: 'pending-identity', platform: caller.platform, ...pending });
  return refused({ kind: 'unknown-person' });
}

async function runCommand(context: CommandContext): Promise<ChatAnswer> {
  const { words, call } = context;
  const command = findCommand(context, call.command);
  if (!command) return refusalCard(words, { kind: 'unknown-command', name: call.command });
  if (asksForHelp(command, call.input)) return commandHelpCard(words, command);
  const { input, flags } = cutFlags(command.flags ?? [], call.input);
  const options = readOptions(command.options, await withNames(context, { ...call, input }));
  if (!options.ok) return wrongUseCard(words, command, options.wrongUse);
  return command.run({ ...context, flags }, options.values as Parameters<typeof command.run>[1]);
}

/** By the name that it was given, or by its own where a platform still has that. */
function findCommand(
  { commands: here, words }: Pick<CommandContext, 'commands' | 'words'>,
  typed: string,
): Command | undefined {
  return here.find(({ name }) => words.command(name) === typed) ?? here.find(({ name }) => name === typed);
}

async function runAction(
  { findCaller, ...context }: Omit<CommandContext, 'call' | 'commands'>,
  press: ActionCall,
): Promise<ActionAnswer> {
  const action = isButtonId(press.actionId) ? actions[press.actionId] : undefined;
  if (!action || !isCarried(press)) return refusalCard(context.words, { kind: 'unknown-button' });
  const missing = findMissing(context.words, press);
  if (missing) return missing;
  const caller = await findCaller();
  if (!caller.ok) return refusalCard(context.words, caller.refusal);
  return action({ ...context, press, caller: caller.value });
}

/** Buttons of cards that are kept true carry an id; the others say more, which their actions read. */
function isCarried({ actionId, value }: ActionCall): boolean {
  return isUuid(value) || (isButtonId(actionId) && BUTTONS[actionId] === undefined);
}

/** Platforms enforce required fields, but some accept blanks. */
function findMissing(words: Words, { actionId, fields = {} }: ActionCall): Card | undefined {
  const required = formSpecs(words)[actionId]?.fields.filter(({ isRequired }) => isRequired) ?? [];
  const missing = required.find(({ name }) => !fields[name]?.trim());
  return missing && textCard('refusal', words.say('form.title'), [words.say('form.missing', missing)]);
}

/** Turns a fault into a card with an id that finds it in the log. What people typed is not logged: it may be a code. */
async function answered(
  deps: HostDeps,
  event: CommandCall | ActionCall,
  run: () => Promise<ActionAnswer>,
): Promise<ActionAnswer> {
  const { requestId, caller } = event;
  const log = deps.log.child({ requestId, caller });
  const asked = 'command' in event ? { command: event.command } : { action: event.actionId };
  log.debug(asked, 'Chat event received');
  try {
    const answer = await comingFrom(`chat:${caller.platform}`, run);
    log.debug(asked, 'Chat event answered');
    return answer;
  } catch (err) {
    if (err instanceof AskLater) {
      log.warn(
        { ...asked, err },
        'Chat event not carried out: its platform could not be asked who it is from',
      );
      return askLaterCard(deps.words);
    }
    const faultId = deps.newId();
    log.error({ faultId, ...asked, err }, 'Chat event failed');
    return faultCard(deps.words, { id: faultId, isUnsure: err instanceof LostAnswer });
  }
}

async function guarded(
  deps: HostDeps,
  fields: { platform: string },
  what: string,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await comingFrom(`chat:${fields.platform}`, run);
  } catch (err) {
    deps.log.error({ ...fields, what, err }, 'Could not take in what a chat platform told');
  }
}
