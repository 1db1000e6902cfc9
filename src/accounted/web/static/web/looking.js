// The slider of a day: it writes the day into the plain field beside it and asks again when it is let go.
for (const slider of document.querySelectorAll("input[type=range][data-first]")) {
  const field = document.getElementById(slider.dataset.into);
  const told = document.getElementById(slider.dataset.told);
  const first = Date.parse(slider.dataset.first + "T00:00:00Z");
  const day = () => new Date(first + slider.valueAsNumber * 86400000).toISOString().slice(0, 10);
  slider.addEventListener("input", () => { told.textContent = day(); slider.setAttribute("aria-valuetext", day()); });
  slider.addEventListener("change", () => { field.value = day(); slider.form.requestSubmit(); });
}
