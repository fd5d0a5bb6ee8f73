// Sending files: the paths of a folder go along, and a slow line shows how far it is.

for (const form of document.querySelectorAll("form[data-upload]")) {
  const folder = form.querySelector("input[webkitdirectory]");
  const status = form.querySelector("[data-upload-status]");
  const files = () => [...form.querySelectorAll("input[type=file]")].flatMap((box) => [...box.files]);

  const tell = () => {
    const chosen = files();
    const megabytes = chosen.reduce((sum, file) => sum + file.size, 0) / 1048576;
    status.textContent = chosen.length
      ? `${chosen.length.toLocaleString("en-US")} file${chosen.length === 1 ? "" : "s"} chosen, ${megabytes.toFixed(1)} MB`
      : "";
    if (folder) {
      form.elements.paths.value = [...folder.files].map((file) => file.webkitRelativePath || file.name).join("\n");
    }
  };
  form.addEventListener("change", tell);

  // The other button sends words only: the next page says that the files were left.
  const leaveFiles = () => {
    const boxes = [...form.querySelectorAll("input[type=file]")];
    form.elements.files_left.value = "yes";
    boxes.forEach((box) => { box.disabled = true; });
    setTimeout(() => {
      boxes.forEach((box) => { box.disabled = false; });
      form.elements.files_left.value = "";
    });
  };

  form.addEventListener("submit", (event) => {
    if (!files().length || event.defaultPrevented) return;
    if (event.submitter?.hasAttribute("formaction")) return leaveFiles();
    event.preventDefault();
    const request = new XMLHttpRequest();
    const bar = document.createElement("progress");
    bar.className = "progress";
    bar.max = 1;
    bar.setAttribute("aria-label", "Sent so far");
    status.before(bar);
    const again = (words) => {
      bar.remove();
      status.textContent = words;
      delete form.dataset.sent;
      form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    };
    request.upload.addEventListener("progress", (sent) => {
      if (!sent.lengthComputable) return;
      bar.value = sent.loaded / sent.total;
      const percent = Math.round(bar.value * 100);
      status.textContent = percent < 100 ? `${percent}% sent. Keep this page open.` : "Sent. One moment.";
    });
    request.addEventListener("load", () => {
      if (request.status === 200 && request.responseURL !== location.href) {
        location.assign(request.responseURL);
        return;
      }
      // The page with what is wrong, as it would have come without JavaScript.
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.title = page.title;
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.querySelector(".summary[data-focus]")?.focus();
    });
    request.addEventListener("error", () => again("The connection was lost and nothing was saved. Send it again."));
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}
