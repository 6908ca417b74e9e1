import { deepEqual, doesNotMatch } from 'node:assert/strict';
import { vi } from 'vitest';
import { commandSpecs } from '#src/chat/command-specs.ts';
import type { CommandSpec } from '#src/ports/chat.ts';
import { createWords } from '#src/words/words.ts';
import { CODE, SHOWN_CODE } from './cards.ts';
import type { Actor, ChatStage, OpenStage, Place, Seen, Typed } from './chat-stage.ts';
import { createNotedHost, type NotedHost } from './noted-host.ts';

/** Every command of the product: what a platform must carry. */
export const commands: readonly CommandSpec[] = commandSpecs(createWords());

/** A stage with the bot on it. */
export type Scene = OpenStage & {
  host: NotedHost;
  /** Closes the stage. Throws when the platform had something against us, or the log holds a code. */
  end(): Promise<void>;
};

/** Opens a stage, and starts the platform unless told otherwise. */
export async function openScene(
  stage: ChatStage,
  { isStarted = true }: { isStarted?: boolean } = {},
): Promise<Scene> {
  const open = await stage.open({ commands });
  const host = createNotedHost(commands);
  if (isStarted) await open.platform.start(host);
  return {
    ...open,
    host,
    async end() {
      await open.close();
      deepEqual(open.violations(), []);
      doesNotMatch(open.logged(), new RegExp(`${CODE}|${SHOWN_CODE}`));
    },
  };
}

/** A command as `by` may type it, with a value for every option, or for the required ones alone. */
export function typedBy(
  by: Actor,
  { command = commands[0], about, place = 'channel', isShort = false }: TypedOptions,
): Typed {
  if (!command) throw new Error('there are no commands');
  const options = command.options.filter(({ isRequired }) => isRequired || !isShort);
  const values = Object.fromEntries(options.map(({ name, kind }) => [name, exampleOf(kind, about)]));
  return { by, command, values, place };
}

type TypedOptions = { about: Actor; command?: CommandSpec; place?: Place; isShort?: boolean };

function exampleOf(kind: CommandSpec['options'][number]['kind'], about: Actor): Actor | string {
  const examples = {
    person: about,
    people: about,
    money: '25.00',
    text: 'for the launch',
    code: 'ABCD-2345-EFGH-6789',
  };
  return examples[kind];
}

/** Types a command and gives the place where it can be answered later. */
export async function askForReply(scene: Scene, place: Place = 'channel'): Promise<string> {
  const before = scene.host.calls.length;
  await scene.type(typedBy(scene.bob, { about: scene.alice, place }));
  await untilSeen(scene, scene.bob, 'Done');
  const call = scene.host.calls[before];
  if (!call) throw new Error('the command did not reach the host');
  return call.replyTo;
}

/** What this person reads, message by message. */
export async function textsSeenBy(scene: Scene, person: Actor): Promise<string[]> {
  return (await scene.see(person)).map(({ text }) => text);
}

/** The message with these words, once this person sees it. */
export function untilSeen(scene: Pick<Scene, 'see'>, person: Actor, words: string): Promise<Seen> {
  return until(async () => {
    const shown = await scene.see(person);
    const found = shown.find(({ text }) => text.includes(words));
    if (found) return found;
    const texts = shown.map(({ text }) => text.slice(0, 200));
    throw new Error(`${person.name} does not see "${words}" but ${JSON.stringify(texts)}`);
  });
}

/** Tries until `attempt` does not throw, for 5 s at most: the machine may be busy. */
export function until<T>(attempt: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(attempt, { timeout: 5_000, interval: 10 });
}
