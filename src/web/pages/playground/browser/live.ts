/** Updates the panes from the server's events: a module of the page in plain JavaScript, served as is. */
export const liveScript = String.raw`
const shownHtml = new WeakMap();
const mailbox = document.querySelector('[data-mailbox]');
let room;
let isFirst = true;
/** The lists that show their newest message; who scrolled up reads on undisturbed. */
const following = new Set(document.querySelectorAll('[data-list]:not(.mails)'));
const whenResized = new ResizeObserver((changed) => changed.forEach(({ target }) => follow(target)));

/** Listens to this person's events and draws each room that arrives. */
export function startLive(me) {
  const connection = document.querySelector('#connection');
  const events = new EventSource('/playground/events?as=' + encodeURIComponent(me));
  events.addEventListener('open', () => say('live'));
  events.addEventListener('error', () => say('connecting'));
  events.addEventListener('room', (event) => drawRoom(JSON.parse(event.data)));
  events.addEventListener('unread', (event) => markUnread(event.data));
  mailbox?.addEventListener('change', drawMail);
  window.addEventListener('pagehide', () => events.close());
  showRememberedUnread(me);
  for (const list of following) {
    whenResized.observe(list);
    list.addEventListener('scroll', () => noteScroll(list));
  }

  function say(state) {
    connection.textContent = state;
    connection.dataset.state = state;
  }
}

function drawRoom(newRoom) {
  room = newRoom;
  drawList('channel', room.channel);
  drawList('direct', room.direct);
  drawMail();
  for (const toggle of document.querySelectorAll('[data-setting]')) {
    toggle.setAttribute('aria-checked', String(room[toggle.dataset.setting]));
  }
  isFirst = false;
}

function drawMail() {
  if (!room || !mailbox) return;
  const added = drawList('mail', room[mailbox.value]);
  for (const frame of document.querySelectorAll('.mail iframe')) {
    frame.onload = () => fitFrame(frame);
  }
  const newest = added[0];
  if (newest) newest.querySelector('details').open = true;
}

function fitFrame(frame) {
  const height = frame.contentDocument?.documentElement?.scrollHeight;
  if (height) frame.height = Math.min(height, 900);
}

/** Adds new items, updates changed ones and removes missing ones; returns the new entries. */
function drawList(name, items) {
  const list = document.querySelector('[data-list="' + name + '"]');
  const ids = new Set(items.map(({ id }) => id));
  for (const node of [...list.children]) if (!ids.has(node.dataset.id)) node.remove();
  const added = items.map((item, index) => drawItem(list, item, index)).filter(Boolean);
  list.setAttribute('aria-busy', 'false');
  follow(list);
  if (added.length > 0 && !isFirst) markTab(name);
  return added;
}

function follow(list) {
  if (following.has(list)) list.scrollTop = list.scrollHeight;
}

/** A list that is not shown has no height, and says nothing about its reader. */
function noteScroll(list) {
  if (list.clientHeight === 0) return;
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  if (isAtEnd) following.add(list);
  else following.delete(list);
}

function drawItem(list, { id, html }, index) {
  const old = [...list.children].find((node) => node.dataset.id === id);
  if (old && shownHtml.get(old) === html) return undefined;
  const template = document.createElement('template');
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  shownHtml.set(fresh, html);
  if (!old) {
    list.insertBefore(fresh, list.children[index] ?? null);
    if (!isFirst) fresh.classList.add('arriving');
    return fresh;
  }
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (hadFocus) fresh.focus();
  return undefined;
}

function markTab(name) {
  if (document.body.dataset.pane !== name) document.querySelector('[data-tab="' + name + '"]').dataset.unread = 'true';
}

/** Who got something while you played somebody else; survives switching persons. */
function rememberedUnread() {
  return new Set(JSON.parse(sessionStorage.getItem('unread') ?? '[]'));
}

function markUnread(userId) {
  sessionStorage.setItem('unread', JSON.stringify([...rememberedUnread().add(userId)]));
  showUnread(userId);
}

function showRememberedUnread(me) {
  const unread = rememberedUnread();
  unread.delete(me);
  sessionStorage.setItem('unread', JSON.stringify([...unread]));
  for (const userId of unread) showUnread(userId);
}

function showUnread(userId) {
  const link = document.querySelector('[data-person="' + CSS.escape(userId) + '"]');
  if (link) link.querySelector('.unread').hidden = false;
}
`;
