// Logging by keyboard: Ctrl+Enter goes to the next question, Ctrl+S saves; leaving warns.

const form = document.querySelector("form[data-log]");
const areas = [...form.querySelectorAll("textarea")];
let changed = false;

form.addEventListener("input", () => { changed = true; });
form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

form.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.key === "Enter") {
    event.preventDefault();
    const next = areas[areas.indexOf(document.activeElement) + 1];
    (next ?? form.querySelector(".stack button")).focus();
  } else if (event.key.toLowerCase() === "s") {
    event.preventDefault();
    form.requestSubmit();
  }
});
