// Logging by keyboard: Ctrl+Enter goes to the next question, Ctrl+S saves; leaving warns, and the
// guide, open where there is room for it, shows which question is being answered.

const form = document.querySelector("form[data-log]");
const areas = [...form.querySelectorAll("textarea")];
const state = form.querySelector("[data-log-state]");
const guide = form.querySelector("[data-log-guide]");
let changed = false;

if (guide) guide.open = matchMedia("(min-width: 60rem)").matches;
form.addEventListener("input", () => {
  if (!changed && state) state.textContent = "Not saved yet";
  changed = true;
});
form.addEventListener("focusin", (event) => {
  for (const link of guide?.querySelectorAll("a") ?? []) {
    if (link.hash === `#${event.target.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
});
form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

form.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.key === "Enter") {
    event.preventDefault();
    const next = areas[areas.indexOf(document.activeElement) + 1];
    (next ?? form.querySelector(".log-save button, .buttons button")).focus();
  } else if (event.key.toLowerCase() === "s") {
    event.preventDefault();
    form.requestSubmit();
  }
});
