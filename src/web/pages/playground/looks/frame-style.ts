/** The page's frame: top bar, people, three panes, and tabs when there is no room for three. */
export const frameStyle = `
.playground {
  height: 100vh; height: 100dvh; display: grid; gap: 12px; padding: 0 14px 14px;
  grid-template: auto minmax(0, 1fr) / 232px minmax(0, 1fr);
  grid-template-areas: 'top top' 'people main';
}
.top { grid-area: top; display: flex; align-items: center; gap: 10px; padding: 12px 4px 0; }
.top h1 { font-size: 18px; letter-spacing: -.01em; }
.top p { color: var(--soft); font-size: 14px; }
.top .button { white-space: nowrap; }
.card a { color: var(--accent); }
.top p:first-of-type { margin-left: 6px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
#connection { margin-left: auto; display: flex; align-items: center; gap: 6px; font-size: 13px; }
#connection::before { content: ''; width: 8px; height: 8px; border-radius: 50%; background: var(--gold); }
#connection[data-state='live']::before { background: var(--accent); }

.people { grid-area: people; overflow-y: auto; padding-top: 4px; }
.people h2 { padding: 0 8px 6px; font-size: 13px; font-weight: 600; color: var(--soft); }
.people a {
  display: flex; align-items: center; gap: 10px; padding: 7px 8px; border-radius: 10px;
  color: inherit; text-decoration: none;
}
.people a:hover { background: var(--raised); }
.people a[aria-current] { background: var(--panel); box-shadow: var(--shadow), inset 0 0 0 1.5px var(--accent); }
.people a:focus-visible { outline-offset: -2px; }
.who { display: grid; flex: 1; min-width: 0; line-height: 1.3; }
.name { display: flex; align-items: center; gap: 8px; }
.who strong { font-weight: 600; }
.labels { color: var(--soft); font-size: 12.5px; }
.unread {
  margin-left: auto; padding: 0 7px; border-radius: 99px; background: var(--accent); color: var(--accent-ink);
  font-size: 11.5px; font-weight: 600;
}

main { grid-area: main; }
.playground main { display: grid; grid-template-columns: 1.15fr 1fr; gap: 12px; min-height: 0; }
.playground main.with-mail { grid-template-columns: 1.15fr 1fr 1fr; }
.pane {
  display: flex; flex-direction: column; min-width: 0; min-height: 0; overflow: hidden;
  border: 1px solid var(--line); border-radius: 14px; background: var(--panel); box-shadow: var(--shadow);
}
.pane > header {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; column-gap: 12px;
  min-height: 62px; padding: 9px 16px; border-bottom: 1px solid var(--line);
}
.pane h2 { font-size: 15.5px; line-height: 1.4; white-space: nowrap; }
.pane > header p { grid-area: 2 / 1 / 3 / 3; color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
.pane > header .switch { grid-area: 1 / 2; padding-block: 0; }
.list { flex: 1; min-height: 0; overflow-y: auto; padding: 8px 0; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.list:focus-visible { outline-offset: -2px; }
.list:empty { flex: 0; padding: 0; }
.list:not(:empty) + .empty { display: none; }
.empty { flex: 1; display: grid; place-content: center; padding: 24px 32px; color: var(--soft); text-align: center; text-wrap: balance; }

.switch { display: flex; align-items: center; gap: 8px; border: 0; padding: 4px; background: none; font-size: 13px; border-radius: 8px; cursor: pointer; }
.switch::after {
  content: ''; width: 32px; height: 18px; border-radius: 99px; border: 2px solid var(--soft);
  background: radial-gradient(circle at 7px 50%, var(--soft) 5px, transparent 5.5px);
}
.switch[aria-checked='true']::after {
  border-color: var(--accent); background: radial-gradient(circle at 21px 50%, var(--accent-ink) 5px, var(--accent) 5.5px);
}
.choice { color: var(--soft); font-size: 13px; }
.choice select { max-width: 100%; border: 0; padding: 0; background: transparent; color: var(--ink); font-size: 13px; cursor: pointer; border-radius: 4px; }
.choice option { background: var(--panel); color: var(--ink); }

.tabs { display: none; }
#problem {
  position: fixed; left: 50%; bottom: 24px; translate: -50% 0; z-index: 5; max-width: min(90vw, 34rem);
  padding: 10px 16px; border-radius: 10px; background: var(--red-wash); color: var(--red); border: 1px solid currentColor;
}
.noscript { padding: 16px; color: var(--red); }

@media (max-width: 1240px) {
  .playground {
    grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
    grid-template-areas: 'top' 'people' 'main' 'tabs'; gap: 8px; padding: 0 8px 8px;
  }
  .top { padding: 8px 4px 0; }
  .top p:first-of-type, .top .badge { display: none; }
  .people { padding: 0; overflow: visible; }
  .people h2 { display: none; }
  .people ul { display: flex; gap: 2px; overflow-x: auto; padding: 2px; scrollbar-width: thin; scrollbar-color: var(--soft) transparent; }
  .people li { flex: none; }
  .people a { flex-direction: column; gap: 3px; min-width: 84px; padding: 6px 8px; position: relative; text-align: center; }
  .who strong { font-size: 12.5px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; max-width: 150px; }
  .people .labels { max-width: 150px; font-size: 11px; }
  .name { justify-content: center; }
  .unread { position: absolute; top: 2px; right: 6px; }
  .playground main, .playground main.with-mail { grid-template-columns: minmax(0, 1fr); }
  .pane { display: none; }
  [data-pane='channel'] #channel, [data-pane='direct'] #direct, [data-pane='mail'] #mail { display: flex; }
  .tabs { grid-area: tabs; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 4px; }
  .tabs button { padding: 9px; border: 0; border-radius: 10px; background: transparent; color: var(--soft); font-weight: 600; cursor: pointer; }
  .tabs button[aria-pressed='true'] { background: var(--accent-wash); color: var(--accent); }
  .tabs button[data-unread]::after {
    content: ''; display: inline-block; width: 8px; height: 8px; margin-left: 6px; border-radius: 50%; background: var(--accent);
  }
}
`;
