/** Input with completion: a module of the page in plain JavaScript, served as is. */
export const composerScript = String.raw`
const MAX_SHOWN = 50;
/** From this share of the longest message on, the letters are counted. */
const COUNTED_FROM = 0.8;

/** Wires the form: completions while typing, the history of sent lines, and sending. */
export function startComposer(send) {
  const form = document.querySelector('.composer');
  const input = form.elements.text;
  const list = document.querySelector('#completions');
  const commands = JSON.parse(form.dataset.commands);
  const people = JSON.parse(form.dataset.people);
  const counter = document.querySelector('#length');
  const history = [];
  let past = 0;
  let found = [];
  let active = -1;
  let hasChosen = false;

  input.addEventListener('input', complete);
  input.addEventListener('input', count);
  input.addEventListener('click', complete);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', onKey);
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    const option = event.target.closest('[role=option]');
    if (option) take(found[Number(option.dataset.index)]);
  });
  form.addEventListener('click', (event) => {
    const example = event.target.closest('[data-example]')?.dataset.example;
    if (example) write(example);
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    history.push(text);
    past = history.length;
    input.value = '';
    close();
    count();
    const isSent = await send({ text, place: form.elements.place.value });
    if (!isSent && !input.value) write(text);
  });

  function write(text) {
    input.value = text;
    input.focus();
    input.setSelectionRange(text.length, text.length);
    close();
    count();
  }

  function count() {
    const length = [...input.value].length;
    const most = Number(counter.dataset.most);
    counter.hidden = length < most * COUNTED_FROM;
    counter.textContent = length + ' characters. A message has ' + most + ' at most.';
  }

  function onKey(event) {
    if (list.hidden) return onHistoryKey(event);
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab' || event.key === 'Enter') {
      if (event.key === 'Enter' && isWhole()) return;
      take(found[active]);
    } else return;
    event.preventDefault();
  }

  /** Enter sends a complete line, unless another entry was chosen. */
  function isWhole() {
    const token = tokenAtCaret().toLowerCase();
    return !hasChosen && found.some((entry) => entry.insert.trim().toLowerCase() === token);
  }

  function onHistoryKey(event) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const next = past + (event.key === 'ArrowUp' ? -1 : 1);
    if (next < 0 || next > history.length) return;
    past = next;
    write(history[past] ?? '');
    event.preventDefault();
  }

  function tokenAtCaret() {
    return input.value.slice(0, input.selectionStart).match(/(?:^|\s)([@/]\S*)$/)?.[1] ?? '';
  }

  function complete() {
    const token = tokenAtCaret();
    const isCommand = token.startsWith('/') && input.value.trimStart().startsWith(token);
    const known = isCommand ? commands : token.startsWith('@') ? people : [];
    found = known.filter((entry) => matches(entry, token)).slice(0, MAX_SHOWN);
    if (found.length === 0) return close();
    active = 0;
    hasChosen = false;
    list.replaceChildren(...found.map(optionFor));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    mark();
  }

  function matches(entry, token) {
    const typed = token.toLowerCase();
    if (entry.insert.toLowerCase().startsWith(typed)) return true;
    return typed.length > 1 && entry.hint.toLowerCase().startsWith(typed.slice(1));
  }

  function optionFor(entry, index) {
    const option = document.createElement('li');
    option.id = 'completion-' + index;
    option.dataset.index = index;
    option.setAttribute('role', 'option');
    const label = document.createElement('strong');
    label.textContent = entry.label;
    const hint = document.createElement('span');
    hint.textContent = entry.hint;
    option.append(label, hint);
    return option;
  }

  function move(step) {
    hasChosen = true;
    active = (active + step + found.length) % found.length;
    mark();
  }

  function mark() {
    [...list.children].forEach((option, index) => option.setAttribute('aria-selected', String(index === active)));
    list.children[active].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', 'completion-' + active);
  }

  function take(entry) {
    const before = input.value.slice(0, input.selectionStart);
    const after = input.value.slice(input.selectionStart);
    const kept = before.slice(0, before.length - tokenAtCaret().length) + entry.insert;
    input.value = kept + after.trimStart();
    input.setSelectionRange(kept.length, kept.length);
    close();
    input.focus();
  }

  function close() {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }
}
`;
