// Files that are larger than a form takes are not sent: the form says so at once.
const words = (bytes) => `${(bytes / 1048576).toLocaleString("en-US", { maximumFractionDigits: 1 })} MB`;
const boxesOf = (form) => [...form.querySelectorAll("input[type=file][data-most-bytes]")];

// A packed archive may be larger than the files in it, so only the sum limits it.
const isPacked = (box, file) => box.multiple && /\.zip$/i.test(file.name);

const tooLarge = (box) => {
  const most = Number(box.dataset.mostBytes);
  const large = [...box.files].find((file) => file.size > most && !isPacked(box, file));
  if (large) return `“${large.name}” is ${words(large.size)}. Choose a file of at most ${words(most)}.`;
  const together = Number(box.dataset.mostTogether ?? Infinity);
  const sum = boxesOf(box.form).flatMap((one) => [...one.files]).reduce((n, file) => n + file.size, 0);
  if (!box.files.length || sum <= together) return "";
  return `These files are ${words(sum)} together. Send at most ${words(together)} at a time.`;
};

const tell = (box) => {
  const id = `${box.id}_too_large`;
  const error = tooLarge(box);
  document.getElementById(id)?.remove();
  const others = (box.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  box.setAttribute("aria-describedby", [...others, ...(error ? [id] : [])].join(" "));
  if (!error) return false;
  const note = document.createElement("p");
  note.id = id;
  note.className = "error";
  note.setAttribute("role", "alert");
  note.textContent = `Error: ${error}`;
  box.before(note);
  return true;
};

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file][data-most-bytes]")) boxesOf(event.target.form).forEach(tell);
});
// Before any other listener sends the form; a button of its own address sends words only.
document.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("formaction")) return;
  const large = boxesOf(event.target).filter(tell);
  if (!large.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  large[0].focus();
}, true);
