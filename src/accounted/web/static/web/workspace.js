// What every page does with JavaScript; each page works without it.

// On a small screen the menu starts closed.
const menu = document.querySelector("details.places");
if (menu && window.matchMedia("(max-width: 60rem)").matches) menu.open = false;

// A menu closes with Escape and gives the focus back.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.account[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});

// A field with `data-submit` sends its form when it changes; without JavaScript its button does.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
