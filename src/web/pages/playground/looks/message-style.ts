/** Messages, cards and mails. */
export const messageStyle = `
.avatar {
  flex: none; display: grid; place-content: center; width: 34px; height: 34px; border-radius: 10px;
  font-size: 13px; font-weight: 700; color: #fff;
}
.colour-0 { background: #7a4fa3; } .colour-1 { background: #2f6fa8; } .colour-2 { background: #a3502f; } .colour-3 { background: #3d7a3a; }
.colour-4 { background: #a8396a; } .colour-5 { background: #4c5fb0; } .colour-6 { background: #7d6420; } .colour-7 { background: #22747c; }

.message { display: flex; gap: 10px; padding: 8px 16px; outline-offset: -2px; }
.message:hover { background: color-mix(in srgb, var(--raised) 60%, transparent); }
.message .body { flex: 1; min-width: 0; }
.byline { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 7px; line-height: 1.35; }
.byline time, .only-you { color: var(--soft); font-size: 12.5px; }
/* Stacked accents stay in their own message. */
.said, .card :is(p, blockquote) { overflow: clip; overflow-clip-margin: 4px; }
.said { overflow-wrap: anywhere; white-space: pre-wrap; }
.private .said { color: var(--soft); }
.mention { width: fit-content; padding: 0 5px; margin-top: 2px; border-radius: 5px; background: var(--accent-wash); color: var(--accent); font-weight: 600; }

.card {
  display: grid; grid-template-columns: minmax(0, 1fr); gap: 9px; margin-top: 5px; padding: 12px 14px; border: 1px solid var(--line); border-radius: 12px;
  background: var(--panel); overflow-wrap: anywhere;
}
.private .card { background: var(--raised); }
.card h3 { display: flex; gap: 8px; font-size: 15px; line-height: 1.4; }
.tone {
  flex: none; display: grid; place-content: center; width: 20px; height: 20px; border-radius: 50%;
  font-size: 12px; font-weight: 800; margin-top: 1px; background: var(--accent-wash); color: var(--accent);
}
.refusal .tone { background: var(--red-wash); color: var(--red); }
.info .tone { background: transparent; color: var(--blue); box-shadow: inset 0 0 0 1.5px currentColor; }
.card p { white-space: pre-wrap; }
.card blockquote { padding-left: 12px; border-left: 3px solid var(--line); font-style: italic; }
.card dl { display: grid; gap: 3px; }
.card dl div { display: flex; justify-content: space-between; gap: 16px; }
.card dt { color: var(--soft); }
.card dd { flex: none; max-width: 65%; font-weight: 600; text-align: right; font-variant-numeric: tabular-nums; }
.card .stacked { gap: 7px; }
.card .stacked div { display: block; }
.card .stacked dt { color: inherit; font-weight: 600; }
.card .stacked dd { max-width: none; color: var(--soft); font-weight: 400; text-align: left; }
.card .code {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; padding: 10px 12px;
  border: 1px dashed var(--gold-line); border-radius: 10px; background: var(--gold-wash); container-type: inline-size;
}
/* The whole code on one line, however narrow the card. */
.code code { color: var(--gold); font-size: min(16px, 8.4cqi); font-weight: 700; white-space: nowrap; }
.bar svg { display: block; width: 100%; height: 8px; border-radius: 99px; }
.bar p { margin-top: 4px; color: var(--soft); font-size: 13.5px; }
.bar .track { fill: var(--line); } .bar .level { fill: var(--accent); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }

dialog.form {
  width: min(92vw, 26rem); padding: 18px 20px; border: 1px solid var(--line); border-radius: 14px;
  background: var(--panel); color: var(--ink); box-shadow: 0 16px 56px rgb(0 0 0 / 24%);
}
dialog.form::backdrop { background: rgb(20 24 22 / 45%); }
dialog.form form { display: grid; gap: 12px; }
dialog.form h2 { font-size: 17px; line-height: 1.35; }
dialog.form #form-about { color: var(--soft); overflow-wrap: anywhere; }
dialog.form label { display: grid; gap: 4px; font-size: 13.5px; color: var(--soft); }
dialog.form :is(input, textarea) {
  padding: 8px 11px; border: 1px solid var(--soft); border-radius: 10px; background: var(--panel); color: var(--ink);
  font: inherit; font-size: 15px; resize: vertical;
}

.list.mails { padding: 10px; }
.mail { border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.mail + .mail { margin-top: 8px; }
.mail summary { display: grid; gap: 1px; padding: 10px 14px; cursor: pointer; list-style: none; overflow-wrap: anywhere; }
.mail summary::-webkit-details-marker { display: none; }
.mail summary:hover { background: var(--raised); }
.mail summary:focus-visible { outline-offset: -2px; border-radius: 12px; }
.subject { font-weight: 600; }
.envelope { color: var(--soft); font-size: 12.5px; }
.mail iframe { display: block; width: 100%; min-height: 220px; border: 0; border-top: 1px solid var(--line); background: #fff; color-scheme: light; }

@media (prefers-reduced-motion: no-preference) {
  .arriving { animation: arrive .35s ease-out; }
  @keyframes arrive { from { opacity: 0; transform: translateY(6px); } }
}
`;
