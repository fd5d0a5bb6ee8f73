// An answer set apart excludes the others; without this the server says so.
document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-apart]");
  if (!box) return;
  const alone = event.target.matches("[data-alone]");
  if (alone && !event.target.checked) return;
  for (const other of box.querySelectorAll("input, select")) {
    if (other === event.target || (!alone && !other.matches("[data-alone]"))) continue;
    if (other.type === "checkbox") other.checked = false;
    else other.value = "";
  }
});
