// Small kindnesses on pages that work without them.

// The error summary is where a person starts after a refused form.
document.querySelector(".summary[data-focus]")?.focus();

// A form is sent once; the button says that something is happening.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    // Disabled after the browser has collected the form, so that the button's own value is sent.
    setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
  });
}
// Coming back with the Back button finds the form usable again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
  }
});

// A form that makes a record keeps its identity when a person comes back with the Back button:
// the page is asked for anew then, and a second save would otherwise make a second record.
const [arrival] = performance.getEntriesByType("navigation");
const recordIds = arrival?.type === "back_forward" ? history.state?.recordIds ?? {} : {};
for (const mark of document.querySelectorAll("form input[type=hidden][name=record_id]")) {
  const key = `${[...document.forms].indexOf(mark.form)} ${mark.form.getAttribute("action") ?? ""}`;
  mark.value = recordIds[key] ?? mark.value;
  mark.form.addEventListener("submit", () => {
    recordIds[key] = mark.value;
    history.replaceState({ ...history.state, recordIds }, "");
  });
}

// Long texts tell how much room is left once it gets short.
for (const area of document.querySelectorAll("textarea[data-limit]")) {
  const limit = Number(area.dataset.limit);
  const note = document.createElement("p");
  note.className = "hint";
  note.setAttribute("aria-live", "polite");
  area.after(note);
  const tell = () => {
    const left = limit - [...area.value].length;
    if (left > limit * 0.25) note.textContent = "";
    else if (left >= 0) note.textContent = `${left.toLocaleString("en-US")} characters left`;
    else note.textContent = `${(-left).toLocaleString("en-US")} characters too many`;
  };
  area.addEventListener("input", tell);
  tell();
}

// One box chooses all rows of a page; the boxes themselves work without it.
for (const head of document.querySelectorAll("th.pick")) {
  const boxes = [...head.closest("table").querySelectorAll("td.pick input")];
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", "Choose all on this page");
  head.replaceChildren(all);
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  for (const box of boxes) {
    box.addEventListener("change", () => { all.checked = boxes.every((one) => one.checked); });
  }
}

// An open menu closes with Escape and when the focus or a press leaves it.
for (const drop of document.querySelectorAll("details.drop")) {
  const close = (event) => { if (!drop.contains(event.target)) drop.open = false; };
  document.addEventListener("click", close);
  drop.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !drop.contains(event.relatedTarget)) drop.open = false;
  });
  drop.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drop.open) return;
    drop.open = false;
    drop.querySelector("summary").focus();
  });
}
