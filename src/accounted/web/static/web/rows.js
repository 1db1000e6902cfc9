// Another row for a field that names several entries, without a way to the server and back.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-another]");
  if (!button) return;
  event.preventDefault();
  const rows = button.parentElement.querySelectorAll(".one-of");
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  row.querySelectorAll(".meant").forEach((one) => one.remove());
  const input = row.querySelector("input");
  const number = rows.length + 1;
  input.id = input.id.replace(/[0-9]+$/, String(number));
  input.value = "";
  input.removeAttribute("aria-invalid");
  const label = row.querySelector("label");
  label.htmlFor = input.id;
  label.textContent = label.textContent.replace(/[0-9]+$/, String(number));
  last.after(row);
  input.focus();
});
