import type { App } from '#src/app.ts';
import { AskLater } from '#src/domain/kit/ask-later.ts';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { withPlainTexts } from '#src/domain/kit/plain-texts.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { ActionAnswer, ActionCall, ChatEvent, ChatHost, CommandCall } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { actions } from './actions/actions.ts';
import { askLaterCard, faultCard, waitingCard } from './cards/fault-card.ts';
import { refusalCard } from './cards/refusal-card.ts';
import { textCard } from './cards/text-card.ts';
import { wrongUseCard } from './cards/wrong-use-card.ts';
import { commandSpecs } from './command-specs.ts';
import { commands } from './commands/commands.ts';
import type { CommandContext, KnownPerson } from './define-command.ts';
import { formSpecs } from './form-specs.ts';
import { readOptions } from './read-options.ts';

type HostDeps = { app: App; words: Words; log: Log; newId: () => string };

/** The bot, as chat adapters see it: people's actions go in, and the cards to show them come out. */
export function createChatHost(deps: HostDeps): ChatHost {
  const { app, words } = deps;
  const organizations = new Map<string, string>();

  async function findOrganizationId({ caller }: Pick<ChatEvent, 'caller'>): Promise<string | undefined> {
    const key = `${caller.platform}|${caller.workspaceId}`;
    const known = organizations.get(key) ?? (await app.people.findOrganization(caller));
    if (known) organizations.set(key, known);
    return known;
  }

  async function withContext(
    event: ChatEvent,
    run: (context: Omit<CommandContext, 'call' | 'commands'>) => Promise<ActionAnswer>,
  ): Promise<ActionAnswer> {
    const organizationId = await findOrganizationId(event);
    if (!organizationId) return refusalCard(words, { kind: 'unlinked-workspace' });
    return run({ app, words, organizationId, findCaller: () => findCaller(app, organizationId, event) });
  }

  return {
    commands: commandSpecs(words),
    forms: formSpecs(words),
    waiting: waitingCard(words),
    onWorkspace: (workspace) =>
      guarded(deps, 'Could not join a workspace', workspace, () => app.people.joinWorkspace(workspace)),
    onAnswered: (event) =>
      guarded(
        deps,
        'Could not release an answer; it goes out a moment later',
        { requestId: event.requestId },
        async () => {
          const organizationId = await findOrganizationId(event);
          if (!organizationId) return;
          const { requestId, caller } = event;
          await app.recognition.releaseAnswer({ organizationId, source: caller.platform, requestId });
        },
      ),
    onCommand(typed) {
      const call = withPlainTexts(typed);
      return answered(deps, call, () =>
        withContext(call, (context) => runCommand({ ...context, call, commands })),
      );
    },
    onAction(pressed) {
      const press = withPlainTexts(pressed);
      return answered(deps, press, () => withContext(press, (context) => runAction(context, press)));
    },
  };
}

async function findCaller(app: App, organizationId: string, event: ChatEvent): Promise<Outcome<KnownPerson>> {
  const { person } = await app.people.identify(organizationId, event.caller, event.callerProfile);
  return person && !person.isDeactivated ? done(person) : refused({ kind: 'unknown-person' });
}

async function runCommand(context: CommandContext): Promise<Card> {
  const { words, call } = context;
  const command = commands.find((candidate) => candidate.name === call.command);
  if (!command) throw new Error(`there is no command ${call.command}`);
  const options = readOptions(command.options, call.input);
  if (!options.ok) return wrongUseCard(words, command, options.wrongUse);
  return command.run(context, options.values as Parameters<typeof command.run>[1]);
}

async function runAction(
  { findCaller, ...context }: Omit<CommandContext, 'call' | 'commands'>,
  press: ActionCall,
): Promise<ActionAnswer> {
  const action = actions[press.actionId];
  if (!action || !isUuid(press.value)) return refusalCard(context.words, { kind: 'unknown-button' });
  const missing = findMissing(context.words, press);
  if (missing) return missing;
  const caller = await findCaller();
  if (!caller.ok) return refusalCard(context.words, caller.refusal);
  return action({ ...context, press, caller: caller.value });
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
    const answer = await run();
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
  { log }: HostDeps,
  fault: string,
  fields: object,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (err) {
    log.error({ ...fields, err }, fault);
  }
}
