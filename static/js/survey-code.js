// A letter's link carries the code behind “#”, which no server ever sees; put it into the field.
// A link to another language carries what was typed so far, behind “#typed=”.
const field = document.querySelector("input[data-code]");
const behind = decodeURIComponent(location.hash.slice(1));
const typed = behind.startsWith("typed=") ? behind.slice(6) : "";
const code = /^[0-9A-Za-z-]{12,16}$/.test(behind) ? behind : typed;
if (field && code) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
for (const link of document.querySelectorAll("a[hreflang]")) {
  link.addEventListener("click", () => {
    if (field?.value) link.hash = `typed=${encodeURIComponent(field.value)}`;
  });
}
