// One key decides on a pair: s same, d different, u unsure. Without a reason the focus goes there first.
const form = document.querySelector("form[data-pair]");
const reason = form?.querySelector("#reason");
let waiting = null;

function decide(button) {
  if (!reason.value.trim()) {
    waiting = button;
    reason.focus();
    return;
  }
  form.requestSubmit(button);
}

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === reason && event.key === "Enter" && waiting) {
    event.preventDefault();
    decide(waiting);
    return;
  }
  if (event.target.matches("input, select, textarea")) return;
  const button = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) {
    event.preventDefault();
    decide(button);
  }
});
