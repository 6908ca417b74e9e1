/** The dialog that a button may open: a module of the page in plain JavaScript, served as is. */
export const formScript = String.raw`
/** Fields longer than this get several lines. */
const ONE_LINE = 100;

/**
 * Opens a form that says what it is about. Its button looks like the one that opened it. When it is submitted, passes the
 * input to send and closes once that resolves to true.
 */
export function fillIn({ title, about, submit, style, fields }, send) {
  const dialog = document.createElement('dialog');
  dialog.className = 'form';
  dialog.setAttribute('aria-labelledby', 'form-title');
  dialog.setAttribute('aria-describedby', 'form-about');
  const form = document.createElement('form');
  const heading = document.createElement('h2');
  heading.id = 'form-title';
  heading.textContent = title;
  const subject = document.createElement('p');
  subject.id = 'form-about';
  subject.textContent = about;
  const buttons = document.createElement('p');
  buttons.className = 'actions';
  const handIn = buttonOf(submit, 'submit', style);
  const cancel = buttonOf('Cancel', 'button', 'plain');
  buttons.append(handIn, cancel);
  form.append(heading, subject, ...fields.map(fieldOf), buttons);
  dialog.append(form);

  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!isFilledIn(form)) return;
    handIn.disabled = true;
    const isTaken = await send(Object.fromEntries(new FormData(form)));
    if (isTaken) dialog.close();
    else handIn.disabled = false;
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** The browser takes blanks for an answer, but whoever reads it would not. */
function isFilledIn(form) {
  for (const input of form.querySelectorAll(':required')) {
    input.setCustomValidity(input.value.trim() ? '' : input.dataset.blank);
    input.oninput = () => input.setCustomValidity('');
  }
  return form.reportValidity();
}

function fieldOf({ name, label, isRequired, maxLength, blank }) {
  const isShort = maxLength <= ONE_LINE;
  const input = document.createElement(isShort ? 'input' : 'textarea');
  Object.assign(input, { name, required: isRequired, maxLength });
  input.dataset.blank = blank;
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
