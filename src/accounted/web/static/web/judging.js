// Keys and selections on pages where claims are read and judged. Every one of them has a button or a link.

const cards = () => [...document.querySelectorAll("article.claim[data-claim]")];
const current = () => document.querySelector("article.claim.current, section.claim.current");

function choose(card, { scroll = true } = {}) {
  if (!card) return;
  document.querySelectorAll(".claim.current").forEach((one) => one.classList.remove("current"));
  card.classList.add("current");
  if (scroll) { card.scrollIntoView({ block: "nearest" }); card.focus({ preventScroll: true }); }
  const claim = card.dataset.claim;
  document.querySelectorAll("a.mark").forEach((mark) => {
    mark.classList.toggle("current", mark.dataset.claims.split(" ").includes(claim));
  });
  if (scroll) document.getElementById(`w-${claim}`)?.scrollIntoView({ block: "center" });
}

function move(by) {
  const all = cards();
  if (!all.length) return false;
  const at = all.indexOf(current());
  choose(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  return true;
}

function press(key) {
  const within = current() ?? cards()[0];
  const there = within?.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`nav [data-key="${key}"]`);
  if (!there) return false;
  there.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const done = {
    j: () => press("j") || move(1),
    k: () => press("k") || move(-1),
    a: () => press("a"), c: () => press("c"), s: () => press("s"), r: () => press("r"),
    "?": () => { const keys = document.getElementById("keys"); if (keys) { keys.open = !keys.open; keys.scrollIntoView({ block: "nearest" }); } return Boolean(keys); },
  }[event.key];
  if (done && done()) event.preventDefault();
});

// A highlight shows what was read in it; clicking again goes through claims that share the words.
document.addEventListener("click", (event) => {
  const mark = event.target.closest("a.mark");
  if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (String(document.getSelection())) { event.preventDefault(); return; }
  const claims = mark.dataset.claims.split(" ");
  const at = claims.indexOf(current()?.dataset.claim);
  const card = document.getElementById(`c-${claims[(at + 1) % claims.length]}`);
  if (card) { event.preventDefault(); choose(card); }
});

// What was judged in place goes on to the next claim.
document.addEventListener("htmx:afterSwap", (event) => {
  const swapped = event.detail.elt?.closest?.("article.claim") ?? document.getElementById(event.detail.target?.id);
  if (!swapped) return; // something beside the claims came; the person stays where they are
  const all = cards();
  const next = all[all.findIndex((one) => one.id === swapped?.id) + 1];
  choose(next ?? swapped);
});
// A refusal is a page of its own: show it.
document.addEventListener("htmx:responseError", (event) => {
  if ([403, 404, 409, 422].includes(event.detail.xhr.status)) {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const notice = document.createElement("p");
    notice.className = "notice bad";
    notice.setAttribute("role", "alert");
    notice.textContent = page.querySelector("main p")?.textContent ?? page.title;
    event.detail.target.prepend(notice);
  }
});

// Selected words are taken along to the form of a claim by hand. Places are counted in code points.
const byHand = document.getElementById("by-hand");
if (byHand) {
  const plain = byHand.getAttribute("href");
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    const words = String(chosen).trim().replace(/[ ]*\t[ ]*/g, " | "); // cells, as the text has them
    const range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
    const from = range?.startContainer.parentElement?.closest("[data-start]");
    byHand.classList.toggle("ready", Boolean(words && from));
    if (!words || !from) { byHand.setAttribute("href", plain); return; }
    const before = document.createRange();
    before.selectNodeContents(from);
    before.setEnd(range.startContainer, range.startOffset);
    const lead = String(chosen).length - String(chosen).trimStart().length;
    const start = Number(from.dataset.start) + [...String(before)].length + lead;
    byHand.setAttribute("href", `${plain}?${new URLSearchParams({ words: words.slice(0, 4000), start })}`);
  });
}

const asked = location.hash.startsWith("#c-") ? document.getElementById(location.hash.slice(1)) : null;
if (asked) choose(asked);
