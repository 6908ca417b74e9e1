import type { CommandSpec } from '#src/ports/chat.ts';
import { MAX_MESSAGE_LENGTH } from '#src/domain/recognition/recognition.ts';
import type { PlaygroundPerson } from '#src/ports/playground.ts';
import { examplesFor } from './examples.ts';

export type ComposerProps = {
  me: PlaygroundPerson;
  people: readonly PlaygroundPerson[];
  commands: readonly CommandSpec[];
};

/** A completion: the text to insert, and its description. */
type Completion = { insert: string; label: string; hint: string };

/** The input, with completions as data for the browser. */
export function Composer({ me, people, commands }: ComposerProps) {
  return (
    <form
      class="composer"
      data-commands={commandCompletions(commands)}
      data-people={personCompletions(people)}
    >
      <ul class="examples" aria-label="Things to try">
        {examplesFor(me, { people, commands }).map((text) => (
          <li>
            <button type="button" data-example={text}>
              {text}
            </button>
          </li>
        ))}
      </ul>
      <ul id="completions" role="listbox" aria-label="Completions" hidden />
      <div class="line">
        <input
          id="message"
          name="text"
          aria-describedby="length"
          role="combobox"
          aria-label="Message or command"
          aria-autocomplete="list"
          aria-expanded="false"
          aria-controls="completions"
          placeholder="/command or @name"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
        />
        <button type="submit" class="button primary">
          Send
        </button>
      </div>
      <p id="length" class="length" data-most={MAX_MESSAGE_LENGTH} hidden />
      <label class="choice">
        in{' '}
        <select name="place">
          <option value="channel">#general</option>
          <option value="direct">a direct message to Largesse</option>
        </select>
      </label>
    </form>
  );
}

function commandCompletions(commands: readonly CommandSpec[]): string {
  const completions = commands.map(
    ({ name, usage, summary }): Completion => ({
      insert: `/${name} `,
      label: `/${name} ${usage}`.trim(),
      hint: summary,
    }),
  );
  return JSON.stringify(completions);
}

/** People first, then their departments, which are groups. */
function personCompletions(people: readonly PlaygroundPerson[]): string {
  const completions = people.map(
    ({ userId, name, role, department, isBot }): Completion => ({
      insert: `@${userId} `,
      label: `@${userId}`,
      hint: [name, isBot ? 'bot' : role, department].filter((part) => part !== undefined).join(' · '),
    }),
  );
  return JSON.stringify([...completions, ...groupCompletions(people)]);
}

function groupCompletions(people: readonly PlaygroundPerson[]): Completion[] {
  const departments = people.flatMap(({ department }) => department ?? []);
  return [...new Set(departments)].map((department) => {
    const count = departments.filter((other) => other === department).length;
    const hint = count === 1 ? 'everybody in it: 1 person' : `everybody in it: ${count} people`;
    return { insert: `@${department} `, label: `@${department}`, hint };
  });
}
