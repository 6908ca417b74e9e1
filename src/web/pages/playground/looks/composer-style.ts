/** The input, the examples above it and the completions. */
export const composerStyle = `
.composer { position: relative; display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; padding: 10px 14px 12px; border-top: 1px solid var(--line); }
.examples { display: flex; flex-wrap: wrap; gap: 6px; }
.examples button {
  padding: 3px 10px; border: 1px solid var(--line); border-radius: 99px; background: var(--raised);
  color: var(--soft); font-size: 13px; cursor: pointer; text-align: left;
}
.examples button:hover { color: var(--accent); border-color: var(--accent); }
.line { display: flex; gap: 8px; }
.line input {
  flex: 1; min-width: 0; padding: 9px 12px; border: 1px solid var(--soft); border-radius: 10px; background: var(--panel);
}
.line input::placeholder { color: var(--soft); opacity: 1; }
.line input:focus-visible { outline-offset: -1px; border-color: transparent; }
.line .button { padding-inline: 16px; border-radius: 10px; }
.length { color: var(--soft); font-size: 13px; }
#completions {
  position: absolute; left: 14px; right: 14px; bottom: calc(100% - 4px); z-index: 3; max-height: 300px; overflow-y: auto;
  padding: 5px; border: 1px solid var(--line); border-radius: 12px; background: var(--panel); box-shadow: 0 8px 32px rgb(0 0 0 / 16%);
}
#completions li { display: grid; padding: 6px 10px; border-radius: 8px; line-height: 1.35; cursor: pointer; }
#completions li[aria-selected='true'] { background: var(--accent-wash); }
#completions strong { font-weight: 600; }
#completions span { color: var(--soft); font-size: 13px; }
`;
