// Signing in again changes the token that forms of ours carry. A form that waits for it gets the
// new one before it is sent; without this its page would come once more.
for (const form of document.querySelectorAll("form[data-fresh]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.dataset.fresh, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("[name=csrfmiddlewaretoken]");
      if (token) form.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
    } catch {
      // Sent as it is: the page that comes says what is wrong.
    }
    HTMLFormElement.prototype.submit.call(form); // a field may be named "submit"
  });
}
