/** Starts the page and handles its clicks: plain JavaScript, served as is. */
export const mainScript = String.raw`
import { startComposer } from './composer.js';
import { fillIn } from './form.js';
import { startLive } from './live.js';

const me = document.body.dataset.as;
const problem = document.querySelector('#problem');
let problemTimer;

startLive(me);
startComposer((typed) => post('type', typed));
document.addEventListener('click', onClick);
showPane(document.getElementById(sessionStorage.getItem('pane')) ? sessionStorage.getItem('pane') : 'channel');
document.querySelector('[aria-current]').scrollIntoView({ block: 'nearest', inline: 'center' });

async function onClick(event) {
  if (event.target.closest('[data-skip]')) return skipToComposer(event);
  const button = event.target.closest('button');
  if (!button) return;
  const { press, form, about, copy, setting, tab } = button.dataset;
  if (form !== undefined) fillIn({ ...JSON.parse(form), about }, (fields) => pressed(button, fields));
  else if (press !== undefined) await whileBusy(button, () => pressed(button));
  else if (copy !== undefined) await copyCode(button, copy);
  else if (setting !== undefined) await toggle(button, setting);
  else if (tab !== undefined) showPane(tab);
}

/** The message box is in the first pane, which a narrow screen may not show now. */
function skipToComposer(event) {
  event.preventDefault();
  showPane('channel');
  document.querySelector('.composer').elements.text.focus();
}

function pressed({ dataset }, fields) {
  return post('press', { messageId: dataset.press, actionId: dataset.action, value: dataset.value, fields });
}

/** Resolves to whether the server accepted it; shows its message otherwise. */
async function post(what, body) {
  try {
    const response = await fetch('/playground/' + what, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: me, ...body }),
    });
    if (!response.ok) showProblem(await response.text());
    return response.ok;
  } catch {
    showProblem('The playground does not answer. Is it still running?');
    return false;
  }
}

function showProblem(text) {
  problem.textContent = text;
  problem.hidden = false;
  clearTimeout(problemTimer);
  problemTimer = setTimeout(() => (problem.hidden = true), 6000);
}

async function whileBusy(button, act) {
  button.disabled = true;
  await act();
  button.disabled = false;
}

async function copyCode(button, text) {
  await navigator.clipboard.writeText(text).catch(() => selectCode(button));
  const label = button.firstElementChild;
  label.textContent = 'Copied';
  setTimeout(() => (label.textContent = 'Copy'), 2000);
}

/** If the browser blocks the clipboard, the code is at least selected. */
function selectCode(button) {
  getSelection().selectAllChildren(button.parentElement.querySelector('code'));
}

async function toggle(button, name) {
  const isOn = button.getAttribute('aria-checked') !== 'true';
  const isTaken = await post('settings', { name, isOn });
  if (isTaken) button.setAttribute('aria-checked', String(isOn));
}

/** For screens with room for one pane only; stays the same when you switch persons. */
function showPane(name) {
  document.body.dataset.pane = name;
  sessionStorage.setItem('pane', name);
  for (const tab of document.querySelectorAll('[data-tab]')) {
    tab.setAttribute('aria-pressed', String(tab.dataset.tab === name));
    if (tab.dataset.tab === name) delete tab.dataset.unread;
  }
}
`;
