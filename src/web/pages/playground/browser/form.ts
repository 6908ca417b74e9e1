/** The dialog that a button may open: a module of the page in plain JavaScript, served as is. */
export const formScript = String.raw`
/** Fields longer than this get several lines. */
const ONE_LINE = 100;

/** Opens a form. When it is submitted, passes the input to send and closes once that resolves to true. */
export function fillIn({ title, submit, fields }, send) {
  const dialog = document.createElement('dialog');
  dialog.className = 'form';
  dialog.setAttribute('aria-labelledby', 'form-title');
  const form = document.createElement('form');
  const heading = document.createElement('h2');
  heading.id = 'form-title';
  heading.textContent = title;
  const buttons = document.createElement('p');
  buttons.className = 'actions';
  const handIn = buttonOf(submit, 'submit', 'primary');
  const cancel = buttonOf('Cancel', 'button', 'plain');
  buttons.append(handIn, cancel);
  form.append(heading, ...fields.map(fieldOf), buttons);
  dialog.append(form);

  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    handIn.disabled = true;
    const isTaken = await send(Object.fromEntries(new FormData(form)));
    if (isTaken) dialog.close();
    else handIn.disabled = false;
  });
  document.body.append(dialog);
  dialog.showModal();
}

function fieldOf({ name, label, isRequired, maxLength }) {
  const isShort = maxLength <= ONE_LINE;
  const input = document.createElement(isShort ? 'input' : 'textarea');
  Object.assign(input, { name, required: isRequired, maxLength });
  if (!isShort) input.rows = 3;
  const text = document.createElement('span');
  text.textContent = isRequired ? label : label + ' (optional)';
  const field = document.createElement('label');
  field.append(text, input);
  return field;
}

function buttonOf(label, type, style) {
  const button = document.createElement('button');
  Object.assign(button, { type, className: 'button ' + style, textContent: label });
  return button;
}
`;
