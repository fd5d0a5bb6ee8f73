// An answer set apart excludes the others; without this the server says so.
for (const box of document.querySelectorAll("[data-apart]")) {
  box.addEventListener("input", (event) => {
    const alone = event.target.matches("[data-alone]");
    if (alone && !event.target.checked) return;
    for (const other of box.querySelectorAll("input, select")) {
      if (other === event.target || (!alone && !other.matches("[data-alone]"))) continue;
      if (other.type === "checkbox") other.checked = false;
      else other.value = "";
    }
  });
}
