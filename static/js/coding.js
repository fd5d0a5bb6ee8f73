// Coding by keyboard: J and K walk through the quotes, X checks one, C goes to the codes.

const form = document.querySelector("form[data-coding]");
const boxes = form ? [...form.querySelectorAll("input[name=quote]")] : [];
const codes = form?.querySelector("input[name=codes]");

function go(step) {
  const place = boxes.indexOf(document.activeElement);
  const next = place < 0 ? 0 : Math.min(Math.max(place + step, 0), boxes.length - 1);
  boxes[next]?.focus();
}

const keys = {
  j: () => go(1),
  k: () => go(-1),
  x: () => { if (boxes.includes(document.activeElement)) document.activeElement.click(); },
  c: () => codes?.focus(),
};

form && document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
