// The log with JavaScript: usual hours in one tap, and photos made small before they are sent.

const hours = document.querySelector('input[name="hours"]');
if (hours) {
  const row = document.createElement("div");
  row.className = "quick";
  for (const value of ["0.5", "1", "2", "4", "8"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = value;
    button.setAttribute("aria-label", `${value} hours`);
    button.addEventListener("click", () => { hours.value = value; });
    row.append(button);
  }
  hours.after(row);
}

for (const input of document.querySelectorAll("input[type=file][data-shrink]")) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file?.type.startsWith("image/")) return;
    const small = await shrunk(file, Number(input.dataset.shrink));
    if (!small || small.size >= file.size || input.files[0] !== file) return;
    const list = new DataTransfer();
    list.items.add(new File([small], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }));
    input.files = list.files;
    input.dataset.shrunk = String(small.size);
  });
}

// Nothing when this browser cannot read the picture; then it goes out as it was taken.
async function shrunk(file, longest) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const part = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * part);
    canvas.height = Math.round(picture.height * part);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  } catch {
    return null;
  }
}
