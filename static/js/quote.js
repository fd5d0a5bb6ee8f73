// Selecting words of an answer fills in the form; without this the words are copied by hand.

const answer = document.querySelector("[data-answer]");
const words = document.querySelector("[data-words]");
const start = document.querySelector("[data-start]");

document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return;
  const range = chosen.getRangeAt(0);
  if (!answer.contains(range.commonAncestorContainer)) return;
  const before = document.createRange();
  before.selectNodeContents(answer);
  before.setEnd(range.startContainer, range.startOffset);
  const text = range.toString();
  const lead = text.length - text.trimStart().length;
  words.value = text.trim();
  // The server counts characters, not UTF-16 units.
  start.value = [...(before.toString() + text.slice(0, lead))].length;
});
words.addEventListener("input", () => { start.value = ""; });
