// A letter's link carries the code behind “#”, which no server ever sees; put it into the field.
const field = document.querySelector("input[data-code]");
const code = decodeURIComponent(location.hash.slice(1));
if (field && /^[0-9A-Za-z-]{12,16}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
