/** Groups codes while they are typed, as they are shown; plain JavaScript, served as is. The page works without it. */
export const groupCodeScript = String.raw`
const field = document.querySelector('[data-codes]');

field?.addEventListener('input', (event) => {
  if (event.inputType?.startsWith('delete') || field.selectionStart !== field.value.length) return;
  const lines = field.value.split('\n');
  const last = lines.pop();
  const bare = last.toUpperCase().replace(/[^0-9A-Z]/g, '');
  if (bare.length > 16 || /[^0-9A-Za-z\s-]/.test(last)) return;
  field.value = [...lines, bare.replace(/(.{4})(?=.)/g, '$1-')].join('\n');
});
`;
