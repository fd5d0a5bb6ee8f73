// The pages of a residents' form follow each other without leaving the document, so that the
// browser's own Back finds the page before with everything typed. What was typed stays in the
// form: nothing of it is written to the device, and the history knows page numbers only.
// Without this the same form turns its pages by itself.
const form = () => document.querySelector("form[data-pages]");
const pageOf = (sheet) => Number(sheet.elements.page.value);
// Words typed before this script came are those that the page did not bring.
const isChanged = (field) => {
  if (field.matches("[type=radio], [type=checkbox]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return field.selectedIndex > 0 && !field.selectedOptions[0].defaultSelected;
  return field.matches("textarea, input:not([type=hidden])") && field.value !== field.defaultValue;
};
let isTyped = Boolean(form()) && (pageOf(form()) > 0 || [...form().elements].some(isChanged));

const place = (how, url) => {
  const sheet = form();
  const page = sheet ? pageOf(sheet) : null;
  const isSame = history.state?.page === page; // a page refused is no new page
  history[`${isSame ? "replace" : how}State`]({ page }, "", url);
};

const show = (text, address, how) => {
  clearTimeout(nextTry);
  const made = new DOMParser().parseFromString(text, "text/html");
  document.documentElement.lang = made.documentElement.lang;
  document.title = made.title;
  document.body.replaceWith(document.adoptNode(made.body));
  if (!form()) isTyped = false;
  place(how, address);
  scrollTo(0, 0);
  waitHere();
  document.querySelector(".summary[data-focus]")?.focus();
  if (!document.querySelector(".summary[data-focus]")) document.getElementById("main").focus();
};

const tellOfFailure = (sheet) => {
  const note = sheet.querySelector("[data-failure]");
  if (!note.hidden) return; // told already: the person may be typing
  note.hidden = false;
  note.focus();
};

const busy = (sheet, is) => {
  sheet.toggleAttribute("aria-busy", is);
  if (is) sheet.setAttribute("aria-busy", "true");
  for (const button of document.querySelectorAll("button")) button.disabled = is;
};

// A server that does not answer must not look like a button that does nothing.
const SLOW_AFTER = 10_000;
const tellIfSlow = (sheet) => {
  const note = sheet.querySelector("[data-slow]");
  const timer = setTimeout(() => { note.hidden = false; }, SLOW_AFTER);
  return () => {
    clearTimeout(timer);
    note.hidden = true;
  };
};

// What failed is sent again by itself, as the form is then, until it arrives or a button is pressed.
const PAUSES = [5, 10, 20, 40, 60]; // seconds
let nextTry = null;
const pauseAfter = (answer, tries) => {
  const asked = Number(answer?.headers.get("Retry-After")) || 0;
  return 1000 * Math.max(Math.min(asked, 120), PAUSES[Math.min(tries, PAUSES.length - 1)]);
};

// Only a page of these forms, at the address that was asked, is the next step. Anything else would
// take the place of what was typed: an error page, a proxy's, a page that says to come back later.
const isNextStep = (answer, text) => !answer.redirected && !answer.headers.has("Retry-After")
  && (answer.ok || [403, 422, 429].includes(answer.status)) && text.includes(" data-form-page>");

const send = async (sheet, address, collect, how, tries = 0) => {
  if (sheet.hasAttribute("aria-busy") || !sheet.isConnected) return;
  clearTimeout(nextTry);
  const again = (n) => send(sheet, address, collect, how, n);
  const before = pageOf(sheet);
  const body = collect();
  busy(sheet, true);
  const hideSlowNote = tellIfSlow(sheet);
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, credentials: "omit" });
    const text = await answer.text();
    hideSlowNote();
    if (!isNextStep(answer, text)) throw new Error("not the next step");
    busy(sheet, false);
    if (!body.get("move")?.startsWith("send") && String(collect()) !== String(body)) return again(tries);
    show(text, answer.url, how);
  } catch {
    hideSlowNote();
    if (history.state?.page !== before) history.pushState({ page: before }, "");
    busy(sheet, false);
    tellOfFailure(sheet);
    nextTry = setTimeout(() => again(tries + 1), pauseAfter(answer, tries));
  }
};

// A page that asks to wait sends itself when its time is over.
const waitHere = () => {
  const sheet = form();
  if (!sheet?.dataset.wait) return;
  sheet.querySelector("[data-by-itself]").hidden = false;
  const button = sheet.querySelector("button[name=move]");
  nextTry = setTimeout(() => sheet.isConnected && sheet.requestSubmit(button), 1000 * (Number(sheet.dataset.wait) + 1));
};

const fieldsWith = (sheet, name, value) => () => {
  const body = new URLSearchParams(new FormData(sheet));
  if (name) body.set(name, value);
  return body;
};

// Before the listeners of the form itself, which send it once and disable its buttons.
document.addEventListener("submit", (event) => {
  const sheet = event.target;
  if (!sheet.matches("form[data-pages]")) return;
  event.preventDefault();
  event.stopPropagation();
  const button = event.submitter;
  const address = button?.hasAttribute("formaction") ? button.formAction : sheet.action;
  const how = button?.value === "stay" ? "replace" : "push";
  send(sheet, address, fieldsWith(sheet, button?.name, button?.value), how);
}, { capture: true });

addEventListener("popstate", (event) => {
  const sheet = form();
  if (event.state === null) { // a link within the page
    if (sheet) place("replace");
    return;
  }
  if (!sheet) return location.reload(); // after the thanks there is nothing to go back to
  const wanted = event.state.page;
  if (wanted === null || wanted === pageOf(sheet)) return;
  send(sheet, sheet.action, fieldsWith(sheet, "move", `to-${wanted}`), "replace");
});

document.addEventListener("input", (event) => { if (event.target.closest("form[data-pages]")) isTyped = true; });
addEventListener("beforeunload", (event) => { if (isTyped) event.preventDefault(); });
if (form()) place("replace");
waitHere();
